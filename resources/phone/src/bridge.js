// The connection to the app: the QWebChannel object `phone` with its signal `command(str)` and its
// slot `event(str)`. JSON both ways, one message per call; see desktop_dialer/pbx/softphone.

// Messages are limited to 64 KiB (protocol.py), and one character may take six bytes: the end of a
// call must not get lost because the PBX sent a long explanation.
const LONGEST = 500;
const MOST_ERRORS = 16;

/** For JSON.stringify: truncates the PBX's texts so that they fit into a message. */
function cut(key, value) {
  if (typeof value === "string") return value.slice(0, LONGEST);
  return key === "errors" ? value.slice(0, MOST_ERRORS) : value;
}

/** Connects; `onCommand(command)` gets each command. Resolves to `send(kind, members)`. */
export function openBridge(onCommand) {
  return new Promise((resolve) => {
    new window.QWebChannel(window.qt.webChannelTransport, (channel) => {
      const phone = channel.objects.phone;
      phone.command.connect((text) => onCommand(JSON.parse(text)));
      resolve((kind, members = {}) => phone.event(JSON.stringify({ kind, ...members }, cut)));
    });
  });
}
