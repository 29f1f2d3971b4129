"""A program that owns a selection: SELECTION [--again N] [--mute] [--swap] [TARGET=TEXT …].

Prints "owned", then every target it is asked for; ends when its input does.
--again N: takes the selection N times, 20 ms apart, the text ending in the count.
--mute: does not name its targets.
--swap: each line of its input becomes the text of every target, announced to nobody (as Tk does
    after clipboard_clear and clipboard_append); an empty line refuses all targets from then on.
    It prints "swapped".
--hang: stops (SIGSTOP) before it has answered anybody.
"""

import os
import selectors
import signal
import struct
import sys
import time
from typing import Any

import xcffib
from xcffib import xproto


class Owner:
    def __init__(self, selection: str, targets: dict[str, str], mute: bool) -> None:
        connect: Any = xcffib.Connection  # the library has no types
        self.connection = connect()
        self.core = self.connection.core
        root = self.connection.get_setup().roots[self.connection.pref_screen].root
        self.window = self.connection.generate_id()
        self.core.CreateWindow(
            0, self.window, root, 0, 0, 1, 1, 0, xproto.WindowClass.InputOnly, 0, 0, []
        )
        self.selection = self.atom(selection)
        self.targets = {self.atom(name): (name, text) for name, text in targets.items()}
        self.names = self.atom("TARGETS")
        self.mute = mute
        self.count = ""

    def atom(self, name: str) -> int:
        return int(self.core.InternAtom(False, len(name), name).reply().atom)

    def own(self) -> None:
        self.core.SetSelectionOwner(self.window, self.selection, 0)
        assert self.core.GetSelectionOwner(self.selection).reply().owner == self.window

    def answer(self, event: xproto.SelectionRequestEvent) -> None:
        asked, slot = event.target, event.property
        if asked == self.names and not self.mute:
            print("TARGETS", flush=True)
            data = struct.pack(f"={len(self.targets)}I", *self.targets)
            self.put(event, self.atom("ATOM"), 32, len(self.targets), data)
        elif asked in self.targets:
            name, text = self.targets[asked]
            print(name, flush=True)
            coding = "utf-8" if name == "UTF8_STRING" else "latin-1"
            data = (text + self.count).encode(coding)
            self.put(event, asked, 8, len(data), data)
        else:
            slot = 0
        notice = struct.pack(
            "=BxHIIIII8x", 31, 0, event.time, event.requestor, event.selection, asked, slot
        )
        self.core.SendEvent(False, event.requestor, 0, notice)
        self.connection.flush()

    def put(
        self, event: xproto.SelectionRequestEvent, kind: int, unit: int, count: int, data: bytes
    ) -> None:
        self.core.ChangeProperty(0, event.requestor, event.property, kind, unit, count, data)

    def swap(self, text: str) -> None:
        self.targets = {atom: (name, text) for atom, (name, _) in self.targets.items() if text}
        print("swapped", flush=True)

    def serve(self, seconds: float | None = None, *, swaps: bool = False) -> None:
        until = None if seconds is None else time.monotonic() + seconds
        with selectors.DefaultSelector() as sources:
            sources.register(self.connection.get_file_descriptor(), selectors.EVENT_READ)
            sources.register(sys.stdin, selectors.EVENT_READ)
            while True:
                while (event := self.connection.poll_for_event()) is not None:
                    if isinstance(event, xproto.SelectionRequestEvent):
                        self.answer(event)
                left = None if until is None else until - time.monotonic()
                if left is not None and left <= 0:
                    return
                if any(key.fileobj is sys.stdin for key, _ in sources.select(left)):
                    line = sys.stdin.readline() if swaps else ""
                    if not line:
                        return
                    self.swap(line.rstrip("\n"))


def main() -> None:
    selection, *arguments = sys.argv[1:]
    mute = "--mute" in arguments
    again = int(arguments[arguments.index("--again") + 1]) if "--again" in arguments else 0
    pairs = [argument.rpartition("=") for argument in arguments if "=" in argument]
    owner = Owner(selection, {name: text for name, _, text in pairs}, mute)
    owner.own()
    print("owned", flush=True)
    if "--hang" in arguments and sys.platform != "win32":
        os.kill(os.getpid(), signal.SIGSTOP)
    for number in range(again):
        owner.serve(0.02)
        owner.count = f"{number:03}" if "--count" in arguments else ""
        owner.own()
    owner.serve(swaps="--swap" in arguments)


main()
