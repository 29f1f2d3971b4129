"""A phone process that follows a script: no engine, no network.

Started with the port of a stage on the loopback. The stage sends the script as one line of JSON:
for each kind of command, the steps to take when it arrives. A step is an event as a JSON object,
or {"exit": code}. An event of a call that names none belongs to the command's call. Later lines
from the stage are steps to take at once.
Every command is passed on to the stage, and its steps are taken once the stage has recorded it
({"noted": true}), so that tests can count commands. It uses only the standard library, to start
fast.
"""

import json
import os
import socket
import sys
import threading
from typing import Any

_IN_A_CALL = {
    *("sent", "progress", "established", "ended", "media", "muted", "held", "keyed", "quality"),
    "incoming",
}
_writing = threading.Lock()
_noted = threading.Semaphore(0)


def take(step: dict[str, Any], command: dict[str, Any]) -> None:
    """Take one step."""
    if "noted" in step:
        _noted.release()
        return
    if "exit" in step:
        os._exit(step["exit"])
    event = dict(step)
    if event["kind"] in _IN_A_CALL:
        event.setdefault("call", command.get("call", ""))
    for name in ("on", "digits"):
        if event.get(name) == "as asked":
            event[name] = command[name]
    with _writing:
        sys.stdout.buffer.write(json.dumps(event).encode() + b"\n")
        sys.stdout.buffer.flush()


def main() -> None:
    """Run until the script or the end of the commands ends it."""
    stage = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
    lines = stage.makefile("rb")
    script = json.loads(lines.readline())

    def follow_stage() -> None:
        for line in lines:
            take(json.loads(line), {})

    threading.Thread(target=follow_stage, daemon=True).start()
    for line in sys.stdin.buffer:
        command = json.loads(line)
        stage.sendall(line)
        _noted.acquire()
        for step in script.get(command["kind"], ()):
            take(step, command)
    os._exit(0)


if __name__ == "__main__":
    main()
