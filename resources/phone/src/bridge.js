// The way to the app: the QWebChannel object `phone` with its signal `command(str)` and its slot
// `event(str)`. JSON both ways, one message a call, as desktop_dialer/pbx/webrtc describes them.

/** Connects; `take(command)` gets each command. Resolves to `tell(kind, members)`. */
export function openBridge(take) {
  return new Promise((resolve) => {
    new window.QWebChannel(window.qt.webChannelTransport, (channel) => {
      const phone = channel.objects.phone;
      phone.command.connect((text) => take(JSON.parse(text)));
      resolve((kind, members = {}) => phone.event(JSON.stringify({ kind, ...members })));
    });
  });
}
