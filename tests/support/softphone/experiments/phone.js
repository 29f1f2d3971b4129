"use strict";
// Runs experiments. A call to "name argument" runs that one; its result is the reason of the call's
// end. A call to "wait" does not end.

const heard = [];
let send = () => {};

const outcome = (promise, good) => promise.then(good, (error) => `${error.name}: ${error.message}`);
const tracks = (stream) => `${stream.getTracks().map((track) => track.kind)}`;
const media = (wanted) => outcome(navigator.mediaDevices.getUserMedia(wanted), tracks);

const experiments = {
  heard: () => heard.map((command) => command.kind).join(),
  registered: () => {
    const register = JSON.stringify(heard.find((command) => command.kind === "register"));
    console.log(register);
    return register;
  },
  secure: () => `${isSecureContext} ${location.origin}`,
  visible: () => document.visibilityState,
  say: (text) => { send(text); return "said"; },
  ring: (letter) => {  // an incoming call from a name that is 30,000 of these letters long
    send(JSON.stringify({ kind: "incoming", call: "x", name: letter.repeat(30000) }));
    return "said";
  },
  socket: (url) => new Promise((resolve) => {
    const socket = new WebSocket(url, "sip");
    socket.onopen = () => { socket.close(); resolve("open"); };
    socket.onerror = () => resolve("error");
  }),
  fetch: (url) => outcome(fetch(url), (answer) => `${answer.status}`),
  go: (url) => { location.href = url; return "going"; },
  reload: () => { setTimeout(() => location.reload()); return "going"; },
  frame: (url) => new Promise((resolve) => {
    const frame = document.body.appendChild(document.createElement("iframe"));
    document.addEventListener("securitypolicyviolation", () => resolve("refused"));
    frame.src = url;
  }),
  script: () => {
    try { return `${new Function("return 1")()}`; } catch (error) { return error.name; }
  },
  download: () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(["text"]));
    link.download = "left-behind.txt";
    link.click();
    return "clicked";
  },
  popup: () => `${window.open("about:blank")}`,
  dialogs: () => `${confirm("?")} ${prompt("?")} ${alert("!")}`,
  microphone: () => media({ audio: true }),
  camera: () => media({ video: true }),
  screen: () => outcome(navigator.mediaDevices.getDisplayMedia(), tracks),
  position: () => new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(() => resolve("found"), () => resolve("denied"));
  }),
  notifications: () => Notification.requestPermission(),
  addresses: async () => {
    const peer = new RTCPeerConnection();
    peer.addTransceiver("audio");
    await peer.setLocalDescription(await peer.createOffer());
    await new Promise((resolve) => {
      peer.onicecandidate = ({ candidate }) => candidate || resolve();
    });
    return peer.localDescription.sdp.includes(".local ") ? "hidden" : "shown";
  },
  sound: () => {
    const player = new Audio();
    player.srcObject = new AudioContext().createMediaStreamDestination().stream;
    return outcome(player.play(), () => "plays");
  },
  ticks: (seconds) => new Promise((resolve) => {
    let before = performance.now(), longest = 0, left = Number(seconds);
    setInterval(() => {
      const now = performance.now();
      longest = Math.max(longest, now - before);
      before = now;
      if (--left === 0) resolve(`${Math.round(longest)}`);
    }, 1000);
  }),
  wait: () => new Promise(() => {}),
};

new QWebChannel(qt.webChannelTransport, ({ objects: { phone } }) => {
  send = phone.event;
  const tell = (kind, members) => phone.event(JSON.stringify({ kind, ...members }));
  phone.command.connect(async (line) => {
    const command = JSON.parse(line);
    heard.push(command);
    if (command.kind === "call") {
      const [name, ...rest] = command.callee.split(" ");
      console.log(`tries ${name}`);
      const reason = await experiments[name](rest.join(" "));
      tell("ended", { call: command.call, by: "them", reason });
    } else if (command.kind === "register") {
      console.log(`registers as ${command.extension} with ${command.password}`);
      tell("registration", { state: "registered" });
    } else if (command.kind === "stop") {
      tell("stopped", {});
    }
  });
  tell("ready", {});
});
