// What `configure` said, in the shapes the page needs.

import { Unsendable, header } from "./headers.js";

// A name or an IPv4 address, an IPv6 one in brackets, either with a port.
const SERVER = /^(?<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(?::(?<port>\d{1,5}))?$/;

/** Settings of a `configure` command. Throws Unsendable. */
export function settingsOf({ url, server, header_prefix, ice_servers, expires_s }) {
  const socket = URL.canParse(url) ? new URL(url) : null;
  if (!socket || !["ws:", "wss:"].includes(socket.protocol)) {
    throw new Unsendable("the URL is no WebSocket's");
  }
  if (!SERVER.test(server)) throw new Unsendable("the server is no host");
  header(`${header_prefix}-Error`, "");
  return { url, server, prefix: header_prefix, iceServers: ice_servers, expires: expires_s };
}

/** [host, port or null] of a server. */
export function hostAndPort(server) {
  const { host, port } = SERVER.exec(server).groups;
  return [host, port ? Number(port) : null];
}

/** For an RTCPeerConnection. A relay asks for the extension and its password. */
export function iceServersFor(urls, { extension, password }) {
  return urls.map((url) =>
    /^turns?:/i.test(url) ? { urls: url, username: extension, credential: password } : { urls: url },
  );
}
