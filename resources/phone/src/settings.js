// What `configure` said, in the shapes the page needs.

import { Unsendable, header } from "./headers.js";

/** Settings of a `configure` command. Throws Unsendable. */
export function settingsOf({ url, server, header_prefix, ice_servers, expires_s }) {
  const socket = URL.canParse(url) ? new URL(url) : null;
  if (!socket || !["ws:", "wss:"].includes(socket.protocol)) {
    throw new Unsendable("the URL is no WebSocket's");
  }
  if (!URL.canParse(`http://${server}/`) || new URL(`http://${server}/`).host === "") {
    throw new Unsendable("the server is no host");
  }
  header(`${header_prefix}-Error`, "");
  return { url, server, prefix: header_prefix, iceServers: ice_servers, expires: expires_s };
}

/** For an RTCPeerConnection. A relay asks for the extension and its password. */
export function iceServersFor(urls, { extension, password }) {
  return urls.map((url) =>
    /^turns?:/i.test(url) ? { urls: url, username: extension, credential: password } : { urls: url },
  );
}
