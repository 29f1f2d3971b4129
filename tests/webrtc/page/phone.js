"use strict";
// Speaks the bridge. A Dial is answered by trying what its callee names: see `tries`.

let told = [];
let socket = "";

const tries = {};

new QWebChannel(qt.webChannelTransport, ({ objects: { phone } }) => {
  const tell = (kind, members) => phone.event(JSON.stringify({ kind, ...members }));
  phone.command.connect((line) => {
    const command = JSON.parse(line);
    console.log("got " + command.kind);
  });
  tell("ready", {});
});
