// How good the audio is, from the engine's own counters.

const WINDOW = 5;

/** The counters of one look: packets since the answer, seconds, levels 0 to 1. */
export function counters(report) {
  const of = (type) => [...report.values()].filter((one) => one.type === type);
  const [inbound] = of("inbound-rtp");
  const [outbound] = of("outbound-rtp");
  const [remote] = of("remote-inbound-rtp");
  const [source] = of("media-source");
  const pair = of("candidate-pair").find((one) => one.nominated && one.currentRoundTripTime >= 0);
  return {
    received: inbound?.packetsReceived ?? 0,
    lost: inbound?.packetsLost ?? 0,
    sent: outbound?.packetsSent ?? 0,
    jitter: inbound?.jitter ?? 0,
    roundTrip: remote?.roundTripTime ?? pair?.currentRoundTripTime ?? -1,
    heard: inbound?.audioLevel ?? 0,
    said: source?.audioLevel ?? 0,
  };
}

/** Turns looks, a second apart, into what `quality` tells. */
export class Quality {
  #looks = [];

  /** `loss`: the share of packets lost over the last seconds, 0 to 1. */
  measure(look) {
    this.#looks = [...this.#looks.slice(-WINDOW), look];
    const first = this.#looks[0];
    const lost = Math.max(0, look.lost - first.lost);
    const due = lost + Math.max(0, look.received - first.received);
    return {
      loss: due ? lost / due : 0,
      jitter_ms: look.jitter * 1000,
      round_trip_ms: look.roundTrip < 0 ? -1 : look.roundTrip * 1000,
      packets_in: look.received,
      packets_out: look.sent,
      heard: look.heard,
      said: look.said,
    };
  }
}
