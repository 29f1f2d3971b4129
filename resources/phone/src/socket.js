// The WebSocket that carries SIP, with the interface that the library expects. The library's own
// cannot be closed from outside, and waits minutes for a connection that never opens.

import { parsable } from "./headers.js";

const OPENS_WITHIN = 5000;

export class SipSocket {
  #ws = null;
  #listening = new Set();
  #limit = 0;

  constructor(url) {
    const { protocol, host } = new URL(url);
    this.url = url;
    this.via_transport = protocol === "wss:" ? "WSS" : "WS";
    this.sip_uri = `sip:${host};transport=ws`;
  }

  get open() {
    return this.#ws?.readyState === WebSocket.OPEN;
  }

  connect() {
    if (this.#ws) return;
    const ws = new WebSocket(this.url, "sip");
    ws.binaryType = "arraybuffer";
    ws.onopen = () => {
      clearTimeout(this.#limit);
      this.onconnect();
    };
    ws.onmessage = ({ data }) => {
      this.#listening.forEach((heard) => heard());
      this.ondata(parsable(data));
    };
    ws.onclose = ({ code, reason }) => this.drop(code, reason);
    this.#ws = ws;
    this.#limit = setTimeout(() => this.drop(1006, "not open in time"), OPENS_WITHIN);
  }

  disconnect() {
    clearTimeout(this.#limit);
    const ws = this.#ws;
    if (!ws) return;
    this.#ws = null;
    ws.onopen = ws.onmessage = ws.onclose = null;
    ws.close();
  }

  /** Whether the server sends anything within `limit` ms. */
  async hears(limit) {
    const heard = Promise.withResolvers();
    const late = setTimeout(() => heard.resolve(false), limit);
    const hear = () => heard.resolve(true);
    this.#listening.add(hear);
    const alive = await heard.promise;
    clearTimeout(late);
    this.#listening.delete(hear);
    return alive;
  }

  /** Closes the connection at once; the library then reconnects. */
  drop(code, reason) {
    if (!this.#ws) return;
    this.disconnect();
    this.ondisconnect(true, code, reason);
  }

  send(text) {
    if (!this.open) return false;
    this.#ws.send(text);
    return true;
  }
}
