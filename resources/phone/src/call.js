// One call, from the command or the INVITE to its end.

import { CallSound } from "./call_sound.js";
import { GAP_MS, KEY_MS, keysOf, relayBody, takesEvents } from "./digits.js";
import { shown } from "./headers.js";
import { Path } from "./network.js";
import { REJECT_CODES } from "./reject_codes.js";

/** `desk`: {tell, sound, tones, alive(), line, iceServers, over(call)}; see Path for `alive`. */
export class Call {
  id;
  #desk;
  #leg = null;
  #sound;
  #path = null;
  #over = false;
  #incoming = false;
  #theirTone = false;
  #heldByUs = false;
  #heldByThem = false;
  #keying = Promise.resolve();
  #holding = Promise.resolve();

  constructor(id, desk) {
    this.id = id;
    this.#desk = desk;
    this.#sound = new CallSound(desk.sound, {
      tell: (kind, given) => this.#tell(kind, given),
      quiet: () => this.#heldByUs || this.#heldByThem,
      lost: () => this.searchPath(),
    });
  }

  /** Calls. `ended` by fault where the microphone cannot be had. */
  async dial(callee, headers) {
    const { line, iceServers } = this.#desk;
    if (!line?.registered) return this.fault("not registered");
    const stream = await this.#sound.open();
    if (this.#over) return this.#sound.close();
    if (!stream) return this.fault("microphone");
    if (!line.registered) return this.fault("not registered");
    try {
      this.#leg = line.dial(callee, headers, stream, iceServers, this.#listener());
    } catch (error) {
      this.fault(`${error.name}: ${error.message}`);
    }
  }

  /** Somebody calls. `aloud`: nobody is being talked to. */
  ring(leg, aloud) {
    this.#incoming = true;
    this.#leg = leg;
    leg.on = this.#listener();
    this.#tell("incoming", callerOf(leg.caller));
    if (aloud && !this.#over) this.#desk.tones.ring(this.id);
  }

  async answer() {
    if (!this.#incoming || this.#over) return;
    this.#incoming = false;
    this.#desk.tones.stop(this.id);
    const stream = await this.#sound.open();
    if (this.#over) return this.#sound.close();
    if (!stream) {
      this.#leg.end(480);
      return this.fault("microphone");
    }
    try {
      this.#leg.answer(stream, this.#desk.iceServers);
    } catch (error) {
      this.#leg.end(480);
      this.fault(`${error.name}: ${error.message}`);
    }
  }

  /** Also a call that is being answered already: whoever declines it is not to be heard in it. */
  reject(why) {
    this.#leave(REJECT_CODES[why]);
  }

  hangUp() {
    this.#leave();
  }

  mute(on) {
    if (this.#over || !this.#leg?.connection) return;
    this.#leg.mute(on);
    this.#tell("muted", { on });
  }

  /** Holds or resumes, after what was wished before: that may change whether there is need to. */
  hold(on) {
    this.#holding = this.#holding
      .then(() => this.#hold(on))
      .catch((error) => console.error("hold", error.message));
  }

  /** Sends keys, after those that are still on their way. */
  press(digits) {
    this.#keying = this.#keying.then(() => this.#key(digits));
  }

  async #hold(on) {
    if (this.#over || !this.#leg?.established) return;
    const taken = on === this.#heldByUs || (await this.#leg.hold(on));
    if (this.#over) return;
    if (taken) this.#heldByUs = on;
    this.#tell("held", { by: "us", on, failed: !taken });
  }

  async #key(digits) {
    const dtmf = this.#eventSender();
    const keys = keysOf(digits);
    const possible = keys && this.#leg?.established && !this.#over;
    const sent = possible && (await (dtmf ? insert(dtmf, keys) : this.#relay(keys)));
    this.#tell("keyed", { digits, way: dtmf ? "rfc4733" : "info", failed: !sent });
  }

  /** The network changed. */
  searchPath() {
    this.#path?.search();
  }

  fault(reason) {
    this.#end({ by: "fault", reason, cause: reason });
  }

  /** What sends keys in the audio, or null where the other side does not take them so. */
  #eventSender() {
    if (!this.#leg || !takesEvents(this.#leg.remoteSdp)) return null;
    const dtmf = this.#sound.sender?.dtmf;
    return dtmf?.canInsertDTMF ? dtmf : null;
  }

  async #relay(keys) {
    for (const key of keys) {
      if (!(await this.#leg.info("application/dtmf-relay", relayBody(key)))) return false;
    }
    return true;
  }

  #leave(code) {
    if (this.#over) return;
    const leg = this.#leg;
    this.#end({ by: "us" });
    leg?.end(code);
  }

  #listener() {
    const { tones } = this.#desk;
    return {
      sent: () => this.#tell("sent"),
      progress: (code, sounds) => {
        this.#tell("progress", { code });
        this.#theirTone ||= sounds;
        if (this.#theirTone) tones.stop(this.id);
        else if (code === 180) tones.ringback(this.id);
      },
      established: () => this.#talk(),
      heldByThem: (on) => {
        this.#heldByThem = on;
        this.#tell("held", { by: "them", on });
      },
      track: (event) => this.#sound.play(event),
      ice: (state) => this.#path?.ice(state),
      ended: (outcome) => this.#end(outcome),
    };
  }

  #talk() {
    this.#desk.tones.stop(this.id);
    this.#tell("established");
    this.#sound.measure(this.#leg.connection);
    this.#path = new Path(this.#leg, this.#desk.line, {
      searching: () => this.#sound.searching(),
      heard: () => this.#sound.heard(),
      alive: () => this.#desk.alive(),
    });
  }

  #end(outcome) {
    if (this.#over) return;
    this.#over = true;
    this.#desk.tones.stop(this.id);
    this.#path?.stop();
    this.#sound.close();
    this.#desk.over(this);
    this.#desk.tell("ended", { call: this.id, ...outcome });
  }

  #tell(kind, given = {}) {
    if (!this.#over || kind === "keyed") this.#desk.tell(kind, { call: this.id, ...given });
  }
}

// RFC 3323 4.1.1.3: how a caller is withheld.
function callerOf({ number, name, host }) {
  const withheld = /^anonymous$/i.test(number) || host === "anonymous.invalid";
  return withheld ? { number: "", name: "" } : { number: shown(number), name: shown(name) };
}

/** Sends keys in the audio; whether all went. */
function insert(dtmf, keys) {
  const sent = Promise.withResolvers();
  const limit = setTimeout(() => sent.resolve(false), keys.length * (KEY_MS + GAP_MS) + 2000);
  dtmf.ontonechange = ({ tone }) => tone || sent.resolve(true); // "" = all are sent
  try {
    dtmf.insertDTMF(keys, KEY_MS, GAP_MS);
  } catch (error) {
    console.error("keys", error.message);
    sent.resolve(false);
  }
  return sent.promise.finally(() => clearTimeout(limit));
}
