"""The hotkeys of a softphone call, grabbed only while there is one."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from ...calling.dialer import SETTLED_S
from ...desktop.gui_thread import GuiThread
from ...desktop.hotkey import GrabOutcome, Hotkeys, KeyCombination, already_ours, parse_key
from ...model.live_call import CallStage, LiveCall
from ...settings.schema import Settings
from ...translation import tr

_ANSWER, _HANG_UP, _MUTE = "answer", "hang up", "mute"
_NAMES = (_ANSWER, _HANG_UP, _MUTE)
_SETTINGS = {_ANSWER: "hotkey.answer", _HANG_UP: "hotkey.hang_up", _MUTE: "hotkey.mute"}
_OF_USE = {
    CallStage.INCOMING: (_ANSWER, _HANG_UP),
    CallStage.DIALLING: (_HANG_UP,),
    CallStage.RINGING: (_HANG_UP,),
    CallStage.TALKING: (_HANG_UP, _MUTE),
}


class CallHotkeys(QObject):
    """Takes each key from the other programs while the shown call makes it useful.

    The signals name the call that the press was for (LiveCall.id): the one that was shown when
    the key went down. A press for a call that is over by now, and one so soon after an incoming
    call came that it was meant for something else, does nothing. `clock`: monotonic seconds.
    """

    answer_requested = Signal(str)
    hang_up_requested = Signal(str)
    """End the call, or decline the one that rings."""
    mute_requested = Signal(str)
    """Mute it, or unmute it."""
    changed = Signal()
    """`notices` may be others now."""

    def __init__(
        self,
        gui: GuiThread,
        clock: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._gui = gui
        self._clock = clock
        self._hotkeys: Hotkeys | None = None
        self._keys: dict[str, str] = {}
        self._refused: dict[str, str] = {}
        """Keys that are not even tried, and why; shown before a call needs them."""
        self._unavailable: dict[str, str] = {}
        self._held: dict[str, str] = {}
        """The id of the call that each is held for."""
        self._call: LiveCall | None = None
        self._settled_at = 0.0

    @property
    def notices(self) -> dict[str, str]:
        """Why hotkeys do not work, by setting; "" = it works. From the latest attempt."""
        words = self._unavailable | self._refused
        return {_SETTINGS[name]: _notice(name, words.get(name, "")) for name in _NAMES}

    @property
    def written(self) -> tuple[str, str, str]:
        """The keys to answer, hang up and mute, "" = none that works."""
        broken = {name for name, words in self._unavailable.items() if words} | self._refused.keys()
        answer, hang_up, mute = ("" if n in broken else self._keys.get(n, "") for n in _NAMES)
        return answer, hang_up, mute

    def use(self, hotkeys: Hotkeys, settings: Settings) -> None:
        """Hold the keys of these settings from now on. The desk phone's calls need none."""
        written = (settings.hotkey_answer, settings.hotkey_hang_up, settings.hotkey_mute)
        talks = settings.call_line == "webrtc"
        keys = {name: key for name, key in zip(_NAMES, written, strict=True) if key and talks}
        refused = _refused(settings.hotkey_call, keys, hotkeys.unavailable_reason)
        if self._hotkeys is hotkeys and (self._keys, self._refused) == (keys, refused):
            return
        self._let_go()
        self._hotkeys, self._keys, self._refused = hotkeys, keys, refused
        self._unavailable.clear()
        self._hold()
        self.changed.emit()

    def hold_for(self, call: LiveCall | None) -> None:
        """Hold what is of use in the call that is shown; None = there is none. At each change."""
        if call and (self._call is None or self._call.id != call.id):
            # Nobody reads an announcement and answers it that quickly.
            self._settled_at = self._clock() + (SETTLED_S if call.incoming else 0)
        self._call = call
        self._hold()

    def _hold(self) -> None:
        call, hotkeys = self._call, self._hotkeys
        of_use = _OF_USE.get(call.stage, ()) if call else ()
        here = self._keys.keys() - self._refused.keys()
        wanted = {name: call.id for name in of_use if name in here} if call else {}
        if hotkeys is None or wanted == self._held:
            return
        before, self._held = self._held, wanted
        for name in before.keys() - wanted.keys():
            hotkeys.release(name)
        for name, call_id in wanted.items():
            if before.get(name) != call_id:
                self._hold_one(hotkeys, name, call_id)

    def _hold_one(self, hotkeys: Hotkeys, name: str, call_id: str) -> None:
        def pressed() -> None:
            at = self._clock()
            self._gui.post(lambda: self._press(name, call_id, at))

        hotkeys.hold(
            name,
            self._keys[name],
            pressed,
            lambda outcome: self._gui.post(lambda: self._take_outcome(name, outcome)),
        )

    def _let_go(self) -> None:
        for name in self._held:
            if self._hotkeys:
                self._hotkeys.release(name)
        self._held = {}

    def _take_outcome(self, name: str, outcome: GrabOutcome) -> None:
        if outcome.key == self._keys.get(
            name
        ) and outcome.unavailable_reason != self._unavailable.get(name, ""):
            self._unavailable[name] = outcome.unavailable_reason
            self.changed.emit()

    def _press(self, name: str, call_id: str, at: float) -> None:
        if self._held.get(name) != call_id or at < self._settled_at:
            return
        intents = {
            _ANSWER: self.answer_requested,
            _HANG_UP: self.hang_up_requested,
            _MUTE: self.mute_requested,
        }
        intents[name].emit(call_id)


def _refused(key_to_call: str, keys: dict[str, str], unavailable_reason: str) -> dict[str, str]:
    """Why keys cannot be had in any case, by name; "" = the key to call has said so already."""
    if unavailable_reason:
        return dict.fromkeys(keys, "" if key_to_call else unavailable_reason)
    taken: dict[KeyCombination, str] = {}
    reasons: dict[str, str] = {}
    for name, key in {"call": key_to_call, **keys}.items():
        try:
            earlier = taken.setdefault(parse_key(key), name)
        except ValueError:
            continue  # none, or one that says so when it is tried
        if earlier != name:
            reasons[name] = already_ours(key, earlier)
    return reasons


def _notice(name: str, reason: str) -> str:
    if not reason:
        return ""
    texts = {
        _ANSWER: tr("The key to answer does not work. {reason}"),
        _HANG_UP: tr("The key to hang up does not work. {reason}"),
        _MUTE: tr("The key to mute does not work. {reason}"),
    }
    return texts[name].format(reason=reason)
