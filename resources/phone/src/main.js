// The phone's page: carries out the app's commands and sends it events.

import { openBridge } from "./bridge.js";
import { Calls } from "./calls.js";
import { Unsendable } from "./headers.js";
import { KeepAlive } from "./keepalive.js";
import { LevelMeter } from "./level.js";
import { Tones } from "./ring.js";
import { iceServersFor, settingsOf } from "./settings.js";
import { SipLine } from "./sip_line.js";
import { Sound } from "./sound.js";

class Phone {
  #send;
  #sound;
  #tones;
  #meter;
  #calls;
  #settings = null;
  #account = null;
  #line = null;
  #keepAlive = null;

  constructor(send) {
    this.#send = send;
    this.#sound = new Sound(send);
    this.#tones = new Tones(this.#sound);
    this.#meter = new LevelMeter(this.#sound, send);
    this.#calls = new Calls({
      send,
      sound: this.#sound,
      tones: this.#tones,
      alive: () => this.#keepAlive.check(),
    });
    window.addEventListener("online", () => this.#networkChanged());
    navigator.connection?.addEventListener("change", () => this.#checkConnection());
  }

  #commands = {
    configure: (given) => (this.#settings = settingsOf(given)),
    register: (account) => this.#register(account),
    call: (given) => this.#calls.dial(given),
    answer: (given) => this.#calls.of(given)?.answer(),
    reject: (given) => this.#calls.of(given)?.reject(given.why),
    hangup: (given) => this.#calls.of(given)?.hangUp(),
    mute: (given) => this.#calls.of(given)?.mute(given.on),
    hold: (given) => this.#calls.of(given)?.hold(given.on),
    dtmf: (given) => this.#calls.of(given)?.press(given.digits),
    devices: (given) => this.#sound.choose(given),
    meter: ({ on }) => this.#meter.set(on),
    test_ring: () => this.#tones.test(),
    stop: () => this.#stop(),
  };

  handle({ kind, ...given }) {
    const act = this.#commands[kind];
    if (act) act(given);
    else console.error("unknown command", kind);
  }

  async #register(account) {
    this.#account = account;
    await this.#leaveLine();
    if (this.#account !== account) return; // another command came meanwhile
    const settings = this.#settings;
    try {
      this.#line = new SipLine(settings, account, {
        state: (state, given) => this.#send("registration", { state, ...given }),
        incoming: (leg) => this.#calls.incoming(leg),
      });
    } catch (error) {
      // Its text may contain the settings.
      this.#send("registration", { state: "refused", reason: error.name });
      return;
    }
    this.#calls.use(this.#line, settings.prefix, iceServersFor(settings.iceServers, account));
    this.#keepAlive = new KeepAlive(this.#line);
    this.#keepAlive.start();
    this.#line.start();
  }

  async #leaveLine() {
    this.#keepAlive?.stop();
    this.#calls.hangUpAll();
    const line = this.#line;
    this.#line = null;
    await line?.stop();
  }

  async #stop() {
    this.#account = null;
    this.#meter.set(false);
    await this.#leaveLine();
    this.#send("stopped");
  }

  #networkChanged() {
    this.#checkConnection();
    this.#calls.searchPaths();
  }

  #checkConnection() {
    this.#line?.hurry();
    this.#keepAlive?.check();
  }
}

async function start() {
  const waiting = [];
  let onCommand = (command) => waiting.push(command);
  const send = await openBridge((command) => onCommand(command));
  if (!window.RTCPeerConnection || !navigator.mediaDevices) {
    send("fatal", { reason: "WebRTC is not available" });
    return;
  }
  const phone = new Phone(send);
  onCommand = (command) => {
    try {
      phone.handle(command);
    } catch (error) {
      if (!(error instanceof Unsendable)) throw error;
      send("fatal", { reason: error.message });
    }
  };
  waiting.splice(0).forEach(onCommand);
  const [, version = ""] = /Chrome\/([\d.]+)/.exec(navigator.userAgent) ?? [];
  send("ready", { engine: `Chromium ${version}` });
}

start();
