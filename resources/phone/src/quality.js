// How good the audio is, from the engine's own counters.

const WINDOW = 5;

// What stands where the engine says nothing yet.
const INBOUND = { packetsReceived: 0, packetsLost: 0, jitter: 0, audioLevel: 0 };
const OUTBOUND = { packetsSent: 0 };
const REMOTE = { roundTripTime: -1 };
const SOURCE = { audioLevel: 0 };

/** The counters of one look: packets since the answer, seconds, levels 0 to 1. */
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

/** The round trip that ICE measured, for a side that sends no reports. */
function pathTime(parts) {
  const used = parts.find((one) => one.type === "candidate-pair" && one.nominated);
  return used?.currentRoundTripTime ?? -1;
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
