// The tones as samples of one period, to be played in a loop without a timer.

/** South Africa's ringback (ITU-T E.180 supplement 2): 400 Hz modulated by 33 Hz. */
export const RINGBACK = {
  pattern: [0.4, 0.2, 0.4, 2],
  at: (t) => 0.12 * Math.sin(2 * Math.PI * 400 * t) * (0.6 + 0.4 * Math.sin(2 * Math.PI * 33 * t)),
};

/** A two-tone warble, unlike any call progress tone. */
export const RING = {
  pattern: [0.8, 0.3, 0.8, 2.1],
  at: (t) => 0.5 * Math.sin(2 * Math.PI * (Math.floor(t * 20) % 2 ? 660 : 880) * t),
};

/** One period as samples: the tone in the even spans of its pattern, silence in the odd ones. */
export function samples({ pattern, at }, rate) {
  const edge = 0.005 * rate;
  return Float32Array.from(
    pattern.flatMap((seconds, index) => {
      const length = Math.round(seconds * rate);
      return Array.from({ length }, (_, n) =>
        index % 2 ? 0 : at(n / rate) * Math.min(1, n / edge, (length - n) / edge),
      );
    }),
  );
}
