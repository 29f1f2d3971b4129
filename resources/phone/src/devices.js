// Audio devices by their labels, because their ids change at every start.

// Chromium lists the system's default a second time under these ids.
const DUPLICATES = new Set(["default", "communications"]);

function real(devices, kind) {
  return devices.filter(
    (device) => device.kind === kind && device.label && !DUPLICATES.has(device.deviceId),
  );
}

/** The labels of one kind ("audioinput", "audiooutput"), each once. */
export function labels(devices, kind) {
  return [...new Set(real(devices, kind).map((device) => device.label))];
}

/** The id of the device with this label; "" = the system's default, also where it is missing. */
export function idOf(devices, kind, label) {
  return real(devices, kind).find((device) => device.label === label)?.deviceId ?? "";
}

/** The chosen labels that are not connected. `chosen`: {microphone, speaker, ring}. */
export function missing(devices, chosen) {
  const wanted = [
    ["audioinput", chosen.microphone],
    ["audiooutput", chosen.speaker],
    ["audiooutput", chosen.ring],
  ];
  const lost = wanted.filter(([kind, label]) => label && !idOf(devices, kind, label));
  return [...new Set(lost.map(([, label]) => label))];
}
