"""Which key and which modifiers a combination means on the present keyboard layout.

X11 protocol, "Keyboards": a key code has columns of key symbols, two for each group (layout):
alone and with Shift. Symbols: X11 protocol, appendix A.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ...translation import tr
from ..hotkey import KeyCombination

_SHIFT_MASK, _LOCK_MASK, _CONTROL_MASK = 1, 2, 4
_F1 = 0xFFBE
_NUM_LOCK = (0xFF7F,)
_ALT = (0xFFE9, 0xFFEA)
_SUPER = (0xFFEB, 0xFFEC)
_GROUP_COLUMNS = 4
# The rows of a US keyboard and the code of their first key, by the evdev numbers every X
# server on Linux uses: /usr/share/X11/xkb/keycodes/evdev, <AE01> = 10 and so on.
_US_ROWS = ((10, "1234567890"), (24, "QWERTYUIOP"), (38, "ASDFGHJKL"), (52, "ZXCVBNM"))


class NoSuchKey(LookupError):
    """The keyboard lacks the key or a modifier; its text says so."""


@dataclass(frozen=True)
class Keyboard:
    """A layout as the X server describes it (GetKeyboardMapping, GetModifierMapping).

    `symbols`: `columns` symbols for each key code from `first_code` on.
    `modifiers`: the key codes of Shift, Lock, Control and Mod1 to Mod5; 0 = none.
    """

    first_code: int
    columns: int
    symbols: Sequence[int]
    modifiers: Sequence[Sequence[int]]

    def code_of(self, key: str) -> int:
        """The key's code; where no key bears a letter or digit, the one that does on a US one.

        So the hotkey stays where it is when a Cyrillic or Greek layout is switched on.
        """
        wanted = _symbols_of(key)
        for column in range(min(self.columns, _GROUP_COLUMNS)):
            for code, symbol in enumerate(self.symbols[column :: self.columns], self.first_code):
                if symbol in wanted:
                    return code
        for first_of_row, row in _US_ROWS:
            if key in row:
                return first_of_row + row.index(key)
        raise NoSuchKey(tr("This keyboard has no {key} key.").format(key=key))

    def mask_of(self, combination: KeyCombination) -> int:
        """Its modifiers as the X server counts them."""
        masks = {
            "Ctrl": _CONTROL_MASK,
            "Shift": _SHIFT_MASK,
            "Alt": self._mask_with(_ALT),
            "Meta": self._mask_with(_SUPER),
        }
        mask = 0
        for modifier in combination.modifiers:
            if not masks[modifier]:
                raise NoSuchKey(
                    tr("This keyboard has no {modifier} key.").format(modifier=modifier)
                )
            mask |= masks[modifier]
        return mask

    def lock_states(self) -> tuple[int, ...]:
        """Every state the locks can be in, as masks: none, CapsLock, NumLock, both."""
        return tuple(sorted({0, _LOCK_MASK, num := self._mask_with(_NUM_LOCK), num | _LOCK_MASK}))

    def _mask_with(self, wanted: Sequence[int]) -> int:
        for bit, codes in enumerate(self.modifiers):
            for code in codes:
                start = (code - self.first_code) * self.columns
                if code and set(wanted) & set(self.symbols[start : start + self.columns]):
                    return 1 << bit
        return 0


def _symbols_of(key: str) -> set[int]:
    if len(key) > 1:
        return {_F1 + int(key[1:]) - 1}
    return {ord(key), ord(key.lower())}
