// The quality of the audio, from the engine's statistics.

const WINDOW = 5;

// Defaults for statistics that the engine does not report yet.
const INBOUND = { packetsReceived: 0, packetsLost: 0, jitter: 0, audioLevel: 0 };
const OUTBOUND = { packetsSent: 0 };
const REMOTE = { roundTripTime: -1 };
const SOURCE = { audioLevel: 0 };

/** The counters of one sample: packets since the answer, seconds, levels 0 to 1. */
export function counters(report) {
  const parts = [...report.values()];
  const part = (type, missing) => ({ ...missing, ...parts.find((one) => one.type === type) });
  const inbound = part("inbound-rtp", INBOUND);
  const measured = part("remote-inbound-rtp", REMOTE).roundTripTime;
  return {
    received: inbound.packetsReceived,
    lost: inbound.packetsLost,
    sent: part("outbound-rtp", OUTBOUND).packetsSent,
    jitter: inbound.jitter,
    roundTrip: measured < 0 ? pathTime(parts) : measured,
    heard: inbound.audioLevel,
    said: part("media-source", SOURCE).audioLevel,
  };
}

/** The round trip as measured by ICE, for a remote party that sends no reports. */
function pathTime(parts) {
  const used = parts.find((one) => one.type === "candidate-pair" && one.nominated);
  return used?.currentRoundTripTime ?? -1;
}

/** Turns samples, a second apart, into the members of `quality`. */
export class Quality {
  #samples = [];

  /** `loss`: the share of packets lost over the last seconds, 0 to 1. */
  measure(sample) {
    this.#samples = [...this.#samples.slice(-WINDOW), sample];
    const first = this.#samples[0];
    const lost = Math.max(0, sample.lost - first.lost);
    const due = lost + Math.max(0, sample.received - first.received);
    return {
      loss: due ? lost / due : 0,
      jitter_ms: sample.jitter * 1000,
      round_trip_ms: sample.roundTrip < 0 ? -1 : sample.roundTrip * 1000,
      packets_in: sample.received,
      packets_out: sample.sent,
      heard: sample.heard,
      said: sample.said,
    };
  }
}
