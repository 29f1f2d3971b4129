"""Headings: what the top of a table's column, or the line above, calls the numbers below."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from .labels import Label, label_before

_DELIMITERS = "\t|;"
_CELL = re.compile(r"(?:\S| (?! ))+")
_QUOTED = re.compile(r'"[^"\n]*"')
_SENTENCES = re.compile(r"^[^0-9|;]*[.!?]\s+")
_LONG = re.compile(r"[0-9]{5}")
HEADING_LENGTH = 60
"""Characters: a longer line is prose, not a heading."""


@dataclass(frozen=True, slots=True)
class _Header:
    """The labels of a header line's cells, and where each cell begins."""

    delimiter: str
    starts: tuple[int, ...]
    labels: tuple[Label, ...]


class Lines:
    """The lines of a cleaned text, and for each the header of the table it is in."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._headers: list[_Header | None] | None = None

    def number_of(self, position: int) -> int:
        """The line, from 0, that holds the position."""
        return bisect_right(self.starts, position) - 1

    def bounds(self, line: int) -> tuple[int, int]:
        """Start and end of a line, without its line break."""
        last = line + 1 == len(self.starts)
        return self.starts[line], len(self.text) if last else self.starts[line + 1] - 1

    def line(self, line: int) -> str:
        """The line's text."""
        return self.text[slice(*self.bounds(line))]

    def column_label(self, start: int, end: int) -> Label:
        """What the heading of its column calls the number at text[start:end]."""
        number = self.number_of(start)
        if number == 0:
            return Label.NONE
        if self._headers is None:
            self._headers = self._find_headers()
        header = self._headers[number]
        if header is None:
            return Label.NONE
        line_start, _ = self.bounds(number)
        if header.delimiter:
            before = _QUOTED.sub("", self.text[line_start:start])
            cell = before.count(header.delimiter)
        else:
            cell = _cell_at(header.starts, start - line_start, end - line_start)
        return header.labels[cell] if cell < len(header.labels) else Label.NONE

    def heading_above(self, line: int) -> Label:
        """What the nearest non-empty line above calls the text below it."""
        above = line - 1
        while above > line - 3 and above >= 0 and not self.line(above).strip():
            above -= 1
        if above < 0 or above <= line - 3:
            return Label.NONE
        heading = self.line(above).rstrip()
        if len(heading) > HEADING_LENGTH or heading.endswith((".", "!", "?")):
            return Label.NONE
        if _LONG.search(heading):
            return Label.NONE
        return label_before(heading, 0, len(heading), bare=False)

    def _find_headers(self) -> list[_Header | None]:
        headers: list[_Header | None] = []
        current: _Header | None = None
        for number in range(len(self.starts)):
            line = self.line(number)
            if not line.strip():
                headers.append(None)
                continue
            if current and not _belongs(line, current):
                current = None
            if len(line) <= 400 and not _LONG.search(line):
                current = _header(line) or current
            headers.append(current)
        return headers


def _cells(line: str, delimiter: str) -> tuple[tuple[int, ...], list[str]]:
    if delimiter:
        cells = line.split(delimiter)
        starts, at = [], 0
        for cell in cells:
            starts.append(at)
            at += len(cell) + 1
        return tuple(starts), cells
    found = list(_CELL.finditer(line))
    return tuple(cell.start() for cell in found), [cell.group() for cell in found]


def _header(line: str) -> _Header | None:
    line = _SENTENCES.sub("", line)
    for delimiter in (*_DELIMITERS, ",", ""):
        if delimiter and delimiter not in line:
            continue
        starts, cells = _cells(line, delimiter)
        if not 2 <= len(cells) <= 60 or any(len(cell.split()) > 4 for cell in cells):
            continue
        labels = tuple(_heading(cell) for cell in cells)
        if any(label is not Label.NONE for label in labels):
            return _Header(delimiter, starts, labels)
    return None


def _heading(cell: str) -> Label:
    label = label_before(cell, 0, len(cell))
    return Label.NONE if label is Label.NOUN else label


def _belongs(line: str, header: _Header) -> bool:
    if header.delimiter == ",":
        return _QUOTED.sub("", line).count(",") == len(header.starts) - 1
    if header.delimiter:
        return header.delimiter in line
    return "  " in line or line.startswith(" ")


def _cell_at(starts: tuple[int, ...], start: int, end: int) -> int:
    """The column of a table aligned with spaces: the one whose heading begins nearest."""
    return min(
        range(len(starts)), key=lambda cell: min(abs(starts[cell] - start), abs(starts[cell] - end))
    )
