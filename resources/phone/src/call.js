// One call, from the command or the incoming INVITE to its end.

import { CallSound } from "./call_sound.js";
import { DIGIT_MS, GAP_MS, relayBody, supportsEvents, validDigits } from "./digits.js";
import { shown } from "./headers.js";
import { Path } from "./network.js";
import { REJECT_CODES } from "./reject_codes.js";

/** `context`: {send, sound, tones, alive(), line, iceServers, over(call)}; see Path for `alive`. */
export class Call {
  id;
  #context;
  #leg = null;
  #sound;
  #path = null;
  #over = false;
  #incoming = false;
  #earlyMedia = false;
  #heldByUs = false;
  #heldByThem = false;
  #sendingDigits = Promise.resolve();
  #holding = Promise.resolve();

  constructor(id, context) {
    this.id = id;
    this.#context = context;
    this.#sound = new CallSound(context.sound, {
      send: (kind, members) => this.#send(kind, members),
      quiet: () => this.#heldByUs || this.#heldByThem,
      lost: () => this.searchPath(),
    });
  }

  /** Calls; ends by fault where the microphone cannot be used. */
  async dial(callee, headers) {
    const { line, iceServers } = this.#context;
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

  /** An incoming call. `audible`: there is no other call. */
  ring(leg, audible) {
    this.#incoming = true;
    this.#leg = leg;
    leg.on = this.#listener();
    this.#send("incoming", callerOf(leg.caller));
    if (audible && !this.#over) this.#context.tones.ring(this.id);
  }

  async answer() {
    if (!this.#incoming || this.#over) return;
    this.#incoming = false;
    this.#context.tones.stop(this.id);
    const stream = await this.#sound.open();
    if (this.#over) return this.#sound.close();
    if (!stream) {
      this.#leg.end(480);
      return this.fault("microphone");
    }
    try {
      this.#leg.answer(stream, this.#context.iceServers);
    } catch (error) {
      this.#leg.end(480);
      this.fault(`${error.name}: ${error.message}`);
    }
  }

  /** Also a call that is just being answered: an agent who declines it must not be heard in it. */
  reject(why) {
    this.#endFromHere(REJECT_CODES[why]);
  }

  hangUp() {
    this.#endFromHere();
  }

  mute(on) {
    if (this.#over || !this.#leg?.connection) return;
    this.#leg.mute(on);
    this.#send("muted", { on });
  }

  /** Holds or resumes, after earlier requests to do so: they may make it unnecessary. */
  hold(on) {
    this.#holding = this.#holding
      .then(() => this.#hold(on))
      .catch((error) => console.error("hold", error.message));
  }

  /** Sends digits, after those that are still being sent. */
  press(digits) {
    this.#sendingDigits = this.#sendingDigits.then(() => this.#sendDigits(digits));
  }

  async #hold(on) {
    if (this.#over || !this.#leg?.established) return;
    const accepted = on === this.#heldByUs || (await this.#leg.hold(on));
    if (this.#over) return;
    if (accepted) this.#heldByUs = on;
    this.#send("held", { by: "us", on, failed: !accepted });
  }

  async #sendDigits(digits) {
    const dtmf = this.#eventSender();
    const valid = validDigits(digits);
    const possible = valid && this.#leg?.established && !this.#over;
    const sent = possible && (await (dtmf ? insert(dtmf, valid) : this.#relay(valid)));
    this.#send("keyed", { digits, way: dtmf ? "rfc4733" : "info", failed: !sent });
  }

  /** Called when the network has changed. */
  searchPath() {
    this.#path?.search();
  }

  fault(reason) {
    this.#end({ by: "fault", reason, cause: reason });
  }

  /** Sends digits in the audio; null where the remote party does not support that. */
  #eventSender() {
    if (!this.#leg || !supportsEvents(this.#leg.remoteSdp)) return null;
    const dtmf = this.#sound.sender?.dtmf;
    return dtmf?.canInsertDTMF ? dtmf : null;
  }

  async #relay(digits) {
    for (const digit of digits) {
      if (!(await this.#leg.info("application/dtmf-relay", relayBody(digit)))) return false;
    }
    return true;
  }

  #endFromHere(code) {
    if (this.#over) return;
    const leg = this.#leg;
    this.#end({ by: "us" });
    leg?.end(code);
  }

  #listener() {
    const { tones } = this.#context;
    return {
      sent: () => this.#send("sent"),
      progress: (code, hasMedia) => {
        this.#send("progress", { code });
        this.#earlyMedia ||= hasMedia;
        if (this.#earlyMedia) tones.stop(this.id);
        else if (code === 180) tones.ringback(this.id);
      },
      established: () => this.#onEstablished(),
      heldByThem: (on) => {
        this.#heldByThem = on;
        this.#send("held", { by: "them", on });
      },
      track: (event) => this.#sound.play(event),
      ice: (state) => this.#path?.ice(state),
      ended: (outcome) => this.#end(outcome),
    };
  }

  #onEstablished() {
    this.#context.tones.stop(this.id);
    this.#send("established");
    this.#sound.measure(this.#leg.connection);
    this.#path = new Path(this.#leg, this.#context.line, {
      searching: () => this.#sound.searching(),
      heard: () => this.#sound.heard(),
      alive: () => this.#context.alive(),
    });
  }

  #end(outcome) {
    if (this.#over) return;
    this.#over = true;
    this.#context.tones.stop(this.id);
    this.#path?.stop();
    this.#sound.close();
    this.#context.over(this);
    this.#context.send("ended", { call: this.id, ...outcome });
  }

  #send(kind, members = {}) {
    if (!this.#over || kind === "keyed") this.#context.send(kind, { call: this.id, ...members });
  }
}

// RFC 3323 4.1.1.3: how a caller withholds the number.
function callerOf({ number, name, host }) {
  const withheld = /^anonymous$/i.test(number) || host === "anonymous.invalid";
  return withheld ? { number: "", name: "" } : { number: shown(number), name: shown(name) };
}

/** Sends digits in the audio. Resolves to whether all were sent. */
function insert(dtmf, digits) {
  const sent = Promise.withResolvers();
  const limit = setTimeout(() => sent.resolve(false), digits.length * (DIGIT_MS + GAP_MS) + 2000);
  dtmf.ontonechange = ({ tone }) => tone || sent.resolve(true); // "" = all are sent
  try {
    dtmf.insertDTMF(digits, DIGIT_MS, GAP_MS);
  } catch (error) {
    console.error("digits", error.message);
    sent.resolve(false);
  }
  return sent.promise.finally(() => clearTimeout(limit));
}
