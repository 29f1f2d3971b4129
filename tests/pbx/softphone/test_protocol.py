"""A pipe is cut into lines, whatever comes through it."""

from io import BytesIO

import pytest

from desktop_dialer.pbx.softphone.events import Stopped, read_event
from desktop_dialer.pbx.softphone.protocol import LONGEST_LINE, ProtocolError, lines


def test_each_line_comes_alone_and_a_half_one_does_not() -> None:
    assert list(lines(BytesIO(b"one\n\ntwo\nhal"))) == [b"one\n", b"\n", b"two\n"]


@pytest.mark.parametrize("length", [LONGEST_LINE, 3 * LONGEST_LINE, 3 * LONGEST_LINE + 1])
def test_a_line_that_is_too_long_is_refused_and_the_next_is_read(length: int) -> None:
    long, after = lines(BytesIO(b"x" * length + b"\n" + Stopped().line()))
    assert len(long) == LONGEST_LINE + 1
    with pytest.raises(ProtocolError, match="too long"):
        read_event(long)
    assert read_event(after) == Stopped()


def test_the_longest_line_is_read() -> None:
    (line,) = lines(BytesIO(b"x" * (LONGEST_LINE - 1) + b"\n"))
    assert len(line) == LONGEST_LINE


def test_a_pipe_that_ends_within_a_line_that_is_too_long() -> None:
    (line,) = lines(BytesIO(b"x" * (LONGEST_LINE + 1)))
    assert len(line) == LONGEST_LINE + 1
