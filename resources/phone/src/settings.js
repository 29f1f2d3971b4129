// The settings of `configure`, in the forms that the page needs.

import { Unsendable, header } from "./headers.js";

// A name, an IPv4 address, or an IPv6 address in brackets, each optionally with a port.
const SERVER = /^(?<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(?::(?<port>\d{1,5}))?$/;

/** Settings of a `configure` command. Throws Unsendable. */
export function settingsOf({ url, server, header_prefix, ice_servers, expires_s }) {
  const socket = URL.canParse(url) ? new URL(url) : null;
  if (!socket || !["ws:", "wss:"].includes(socket.protocol)) {
    throw new Unsendable("the URL is not that of a WebSocket");
  }
  if (!SERVER.test(server)) throw new Unsendable("the server is not a valid host");
  header(`${header_prefix}-Error`, "");
  return { url, server, prefix: header_prefix, iceServers: ice_servers, expires: expires_s };
}

/** [host, port or null] of a server. */
export function hostAndPort(server) {
  const { host, port } = SERVER.exec(server).groups;
  return [host, port ? Number(port) : null];
}

/** For an RTCPeerConnection. A TURN server gets the extension and its password. */
export function iceServersFor(urls, { extension, password }) {
  return urls.map((url) =>
    /^turns?:/i.test(url) ? { urls: url, username: extension, credential: password } : { urls: url },
  );
}
