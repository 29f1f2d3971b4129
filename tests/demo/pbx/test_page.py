"""The web page and its data."""

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from html.parser import HTMLParser
from threading import Event

import httpx
import pytest

from desktop_dialer.demo.pbx.calls import CallState, DemoCall
from desktop_dialer.demo.pbx.page import FINISHED_SHOWN, call_as_json, page
from desktop_dialer.demo.pbx.server import PATH, DemoPbx

HOSTILE = "tvc_<img src=x onerror='alert(1)'>\"&amp;<script>alert(2)</script>"


@pytest.fixture
def pbx() -> Iterator[DemoPbx]:
    with DemoPbx(version=4, port=0, say=[""].append, pace=60) as pbx:
        yield pbx


class Cells(HTMLParser):
    """The texts of the cells, a list for each row of a table's body; and every tag's name."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self._within = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag == "tr":
            self.rows.append([])
        if tag == "td":
            self.rows[-1].append("")
            self._within = True

    def handle_endtag(self, tag: str) -> None:
        self._within = self._within and tag != "td"

    def handle_data(self, data: str) -> None:
        if self._within:
            self.rows[-1][-1] += data


def get(pbx: DemoPbx, path: str) -> httpx.Response:
    return httpx.get(f"{pbx.url}{path}", trust_env=False)


def place(pbx: DemoPbx, **more: str) -> None:
    payload = {"agent": "204", "callee": "0820001234", **more}
    httpx.post(f"{pbx.url}{PATH}", json=payload, trust_env=False).raise_for_status()


def call(number: int, state: CallState) -> DemoCall:
    now = datetime.fromisoformat("2026-01-02T03:04:05+02:00")
    return DemoCall(number, "204", "0820001234", "", f"ref{number}", state, now, now)


def test_the_list_as_json(pbx: DemoPbx) -> None:
    assert get(pbx, "/calls.json").json() == []
    place(pbx, contact_ref="first", outbound_id="27820001111")
    place(pbx, agent="1001", contact_ref="second")
    first, second = get(pbx, "/calls.json").json()
    assert (first.pop("started"), first.pop("since")) == (
        pbx.calls[0].started.isoformat(timespec="milliseconds"),
        pbx.calls[0].since.isoformat(timespec="milliseconds"),
    )
    assert first == {
        "call": 1,
        "agent": "204",
        "callee": "0820001234",
        "outbound_id": "27820001111",
        "reference": "first",
        "state": "agent rings",
        "live": True,
    }
    assert (second["agent"], second["outbound_id"], second["reference"]) == ("1001", "", "second")


def test_a_finished_call_is_not_live() -> None:
    done = Event()

    def say(line: str) -> None:
        if line.endswith("hung up"):
            done.set()

    with DemoPbx(port=0, say=say, pace=0.001) as pbx:
        place(pbx)
        assert done.wait(10)
        (only,) = get(pbx, "/calls.json").json()
        assert (only["state"], only["live"]) == ("hung up", False)
        assert "0 live calls" in get(pbx, "/").text


def test_the_page_shows_a_live_call_without_any_script(pbx: DemoPbx) -> None:
    place(pbx, contact_ref="ticket-7", outbound_id="27820001111")
    answer = get(pbx, "/")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    placed = f"{pbx.calls[0].started:%H:%M:%S}"
    row = ["1", "agent rings", "204", "0820001234", "27820001111", "ticket-7", placed]
    assert row in Cells(answer.text).rows
    assert "1 live call<" in answer.text
    assert "Version 4." in answer.text


def test_a_hostile_value_is_only_ever_text(pbx: DemoPbx) -> None:
    """The rules let none in; the page does not rely on them."""
    plain = get(pbx, "/").text
    with pytest.raises(httpx.HTTPStatusError, match="400"):
        place(pbx, outbound_id=HOSTILE)
    hostile = replace(call(1, CallState.TALKING), outbound_id=HOSTILE)
    shown = page([call_as_json(hostile)], 4, "http://pbx")
    cells = Cells(shown)
    assert HOSTILE in cells.rows[1]
    assert cells.tags.count("script") == Cells(plain).tags.count("script") == 1
    assert "img" not in cells.tags
    assert "<img" not in shown
    answer = get(pbx, "/calls.json")
    assert answer.json() == []
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_page_may_run_nothing_but_its_own_script_and_style(pbx: DemoPbx) -> None:
    answer = get(pbx, "/")
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    for tag in ("style", "script"):
        (text,) = re.findall(f"<{tag}>(.*?)</{tag}>", answer.text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    assert Cells(answer.text).addresses == ["data:,"]


def test_the_page_wears_both_colours_and_can_be_read_aloud(pbx: DemoPbx) -> None:
    text = get(pbx, "/").text
    assert "prefers-color-scheme: dark" in text
    assert '<html lang="en">' in text
    assert text.count('scope="col"') == 14
    assert 'aria-live="polite"' in text


def test_head_sends_the_length_and_no_body(pbx: DemoPbx) -> None:
    answer = httpx.head(f"{pbx.url}/", trust_env=False)
    assert answer.status_code == 200
    assert int(answer.headers["Content-Length"]) == len(get(pbx, "/").content)
    assert answer.content == b""


def test_live_calls_come_first_and_the_latest_finished_ones_after() -> None:
    calls = [
        call_as_json(call(number, CallState.TALKING if number == 3 else CallState.HUNG_UP))
        for number in range(1, 40)
    ]
    numbers = [row[0] for row in Cells(page(calls, 3, "http://pbx")).rows if len(row) == 7]
    assert numbers == ["3", *(str(number) for number in range(39, 39 - FINISHED_SHOWN, -1))]
