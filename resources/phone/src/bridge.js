// The way to the app: the QWebChannel object `phone` with its signal `command(str)` and its slot
// `event(str)`. JSON both ways, one message a call, as desktop_dialer/pbx/webrtc describes them.

// A message of more than 64 KiB is none (contract.py), and six bytes may stand for one character:
// the end of a call must not get lost because the PBX said so much about it.
const LONGEST = 500;
const MOST_ERRORS = 16;

/** For JSON.stringify: what the PBX wrote, cut to what a message holds. */
function cut(key, value) {
  if (typeof value === "string") return value.slice(0, LONGEST);
  return key === "errors" ? value.slice(0, MOST_ERRORS) : value;
}

/** Connects; `take(command)` gets each command. Resolves to `tell(kind, members)`. */
export function openBridge(take) {
  return new Promise((resolve) => {
    new window.QWebChannel(window.qt.webChannelTransport, (channel) => {
      const phone = channel.objects.phone;
      phone.command.connect((text) => take(JSON.parse(text)));
      resolve((kind, members = {}) => phone.event(JSON.stringify({ kind, ...members }, cut)));
    });
  });
}
