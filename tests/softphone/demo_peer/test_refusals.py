"""Calls to the demo PBX: its refusals, and what is sent to it."""

from collections.abc import Iterator

import pytest

from desktop_dialer.demo.softphone_peer.calls import PeerCallState
from desktop_dialer.model.call import Status
from desktop_dialer.model.live_call import CallStage
from desktop_dialer.pbx.softphone.call_end import outcome_of
from desktop_dialer.pbx.softphone.commands import Dial
from desktop_dialer.pbx.softphone.events import Ended
from desktop_dialer.pbx.softphone.refusals import call_refused
from tests.support.softphone.peer_scene import PeerScene, idle, peer_scene


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PeerScene]:
    with peer_scene(tmp_path_factory.mktemp("refused")) as scene:
        yield scene


@pytest.fixture
def scene(shared: PeerScene) -> Iterator[PeerScene]:
    with idle(shared):
        yield shared


REFUSALS = {
    486: ("The number is busy.", "Busy Here"),
    404: ("The number does not exist.", "Not Found"),
    403: ("The extension may not call this number.", "Forbidden"),
    480: ("The number is not available.", "Temporarily Unavailable"),
    503: ("All lines are in use.", "Service Unavailable"),
}
"""By the code of 0215550CCC: the error header and the reason phrase of the demo PBX."""


@pytest.mark.parametrize("code", REFUSALS)
def test_a_refusal_is_shown_with_the_text_of_the_pbx(scene: PeerScene, code: int) -> None:
    header, phrase = REFUSALS[code]
    scene.line.dial(f"0215550{code}")
    refused = scene.line.at(CallStage.ENDED)
    expected = call_refused(code, (header,), phrase, party=f"021 5550{code}", rang=False)
    assert header in refused.words
    assert (refused.words, refused.advice) == (expected.message, expected.advice)
    assert refused.status is Status.REFUSED
    assert (scene.there.state, scene.there.code) == (PeerCallState.REFUSED, code)


@pytest.mark.parametrize("code", REFUSALS)
def test_a_refusal_without_an_error_header_is_shown_by_its_code(
    scene: PeerScene, code: int
) -> None:
    scene.tap.sieve = "X-Platforma-Error"
    header, phrase = REFUSALS[code]
    scene.line.dial(f"0215550{code}")
    refused = scene.line.at(CallStage.ENDED)
    expected = call_refused(code, (), phrase, party=f"021 5550{code}", rang=False)
    assert header not in refused.words
    assert (refused.words, refused.advice) == (expected.message, expected.advice)


def test_603_alone_does_not_mean_declined(scene: PeerScene) -> None:
    party = "021 5550603"
    scene.line.dial("0215550603")
    words = scene.line.at(CallStage.ENDED).words
    assert words == call_refused(603, party=party, rang=False).message
    assert words != call_refused(603, party=party, rang=False, q850=21).message


def test_the_cause_of_a_reason_header_takes_precedence_over_the_code(scene: PeerScene) -> None:
    scene.line.dial("0215550921")
    ended = scene.line.at(CallStage.ENDED)
    expected = call_refused(503, party="021 5550921", rang=False, q850=21)
    assert ended.words == expected.message
    assert ended.status is Status.REFUSED


def test_a_refusal_after_an_announcement_rang_no_phone(scene: PeerScene) -> None:
    before = len(scene.line.calls)
    scene.line.dial("0215550494")
    ended = scene.line.at(CallStage.ENDED)
    assert scene.tap.got("INVITE", 183)
    assert CallStage.RINGING not in {call.stage for call in scene.line.calls[before:]}
    assert (ended.status, outcome_of(ended).status) == (Status.REFUSED, Status.REFUSED)
    header, _ = REFUSALS[404]
    expected = call_refused(404, (header,), party=ended.party, rang=False, q850=1)
    assert ended.words == expected.message


@pytest.mark.parametrize(("cause", "network"), [(16, False), (31, False), (38, True), (42, True)])
def test_the_cause_of_a_bye_shows_who_ended_the_call(
    scene: PeerScene, cause: int, network: bool
) -> None:
    scene.line.talk()
    scene.pbx.hang_up(scene.there.id, f'Q.850;cause={cause};text="a; text, with commas"')
    ended = scene.line.at(CallStage.ENDED)
    assert ("network" in ended.words) == network
    assert outcome_of(ended).status is Status.ANSWERED


def test_the_caller_id_and_the_reference_are_in_the_invite(scene: PeerScene) -> None:
    scene.line.dial("0215550180", "0215559000", "Agent-7.x_~")
    scene.line.at(CallStage.RINGING)
    assert (scene.there.outbound_id, scene.there.reference) == ("0215559000", "Agent-7.x_~")
    invite = scene.tap.sent("INVITE")[-1]
    assert invite.header("X-Platforma-Outbound-ID") == "0215559000"
    assert invite.header("X-Platforma-Contact-Ref") == "Agent-7.x_~"
    assert invite.start_line == "INVITE sip:0215550180@127.0.0.1 SIP/2.0"


def test_without_a_caller_id_there_is_no_header_for_it(scene: PeerScene) -> None:
    scene.line.dial("0215550180")
    scene.line.at(CallStage.RINGING)
    assert scene.there.outbound_id == ""
    assert not scene.tap.sent("INVITE")[-1].headers("X-Platforma-Outbound-ID")


@pytest.mark.parametrize(
    "broken",
    ["ref\r\nX-Platforma-Outbound-ID: 0215550000", "ref\nx", "ref\rx", "ref\u2028x", "ref\0x"],
)
@pytest.mark.parametrize("field", ["outbound_id", "reference"])
def test_a_line_break_is_never_sent(scene: PeerScene, field: str, broken: str) -> None:
    invites, calls = len(scene.tap.sent("INVITE")), len(scene.pbx.snapshot())
    given = {"outbound_id": "0215559000", "reference": "ref"} | {field: broken}
    scene.line.dial("0820001234", **given)
    ended = scene.line.at(CallStage.ENDED)
    assert (ended.status, ended.answered_at) == (Status.UNREACHED, None)
    assert "control character" in ended.words
    # The next call shows that nothing of it was sent.
    scene.line.dial("0215550486")
    scene.line.at(CallStage.ENDED)
    sent = scene.tap.sent("INVITE")[invites:]
    assert {one.start_line.split()[1] for one in sent} == {"sip:0215550486@127.0.0.1"}
    assert len(scene.pbx.snapshot()) == calls + 1


@pytest.mark.parametrize("callee", ["0820001234\r\nX-Own: 1", "082@elsewhere", "082;a=b", ""])
def test_an_invalid_callee_is_never_sent(scene: PeerScene, callee: str) -> None:
    """The app's rules allow no such callee; here only the page is left to refuse it."""
    line = scene.line
    invites, ended = len(scene.tap.sent("INVITE")), len(line.of(Ended))
    line.processes[-1].send(Dial(call=f"invalid: {callee!r}", callee=callee))
    line.until(lambda: len(line.of(Ended)) > ended)
    assert (line.of(Ended)[-1].by, bool(line.of(Ended)[-1].reason)) == ("fault", True)
    # The next call shows that nothing of it was sent.
    line.dial("0215550486")
    line.at(CallStage.ENDED)
    sent = scene.tap.sent("INVITE")[invites:]
    assert {one.start_line.split()[1] for one in sent} == {"sip:0215550486@127.0.0.1"}


def test_version_4_has_its_own_header_names(tmp_path_factory: pytest.TempPathFactory) -> None:
    with peer_scene(tmp_path_factory.mktemp("version-4"), version=4) as scene:
        scene.line.registered()
        scene.line.dial("0215550486", "0215559000", "dd-4")
        refused = scene.line.at(CallStage.ENDED)
        assert "The number is busy." in refused.words
        assert (scene.there.outbound_id, scene.there.reference) == ("0215559000", "dd-4")
        invite = scene.tap.sent("INVITE")[-1]
        assert invite.header("X-Teleforge-Outbound-ID") == "0215559000"
        assert invite.header("X-Teleforge-Contact-Ref") == "dd-4"
        assert "X-Platforma" not in invite.text
