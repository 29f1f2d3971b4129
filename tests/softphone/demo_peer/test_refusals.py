"""Calls against the demo PBX: what it refuses, and what is sent to it."""

from collections.abc import Iterator

import pytest

from desktop_dialer.demo.softphone_peer.calls import PeerCallState
from desktop_dialer.model.call import Status
from desktop_dialer.model.live_call import CallStage
from desktop_dialer.pbx.softphone.call_end import outcome_of
from desktop_dialer.pbx.softphone.commands import Dial
from desktop_dialer.pbx.softphone.events import Ended
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
    486: ("The number is busy.", "{party} is busy (486).", "Call again later."),
    404: (
        "The number does not exist.",
        "The PBX does not know the number {party} (404).",
        "Check the",
    ),
    403: (
        "The extension may not call this number.",
        "The PBX does not allow this call (403).",
        "Ask your supervisor",
    ),
    480: (
        "The number is not available.",
        "{party} cannot be reached at the moment (480).",
        "Call again later.",
    ),
    503: (
        "All lines are in use.",
        "The PBX reported an internal error (503 Service Unavailable).",
        "Wait a moment, then try again.",
    ),
}
"""Of 0215550CCC: the error header, the words for the code, how the advice begins."""


@pytest.mark.parametrize("code", REFUSALS)
def test_a_refusal_is_told_in_the_words_of_the_pbx_and_ours(scene: PeerScene, code: int) -> None:
    header, words, advice = REFUSALS[code]
    scene.line.dial(f"0215550{code}")
    refused = scene.line.at(CallStage.ENDED)
    end = f"(021 5550{code}, code {words.partition('(')[2].rstrip('.')}."
    assert refused.words == f"The PBX says: {header} No phone is ringing {end}"
    assert refused.advice.startswith(advice)
    assert refused.status is Status.REFUSED
    assert (scene.there.state, scene.there.code) == (PeerCallState.REFUSED, code)


@pytest.mark.parametrize("code", REFUSALS)
def test_a_refusal_without_an_error_header_is_told_by_its_code(scene: PeerScene, code: int) -> None:
    scene.tap.sieve = "X-Platforma-Error"
    _, words, advice = REFUSALS[code]
    scene.line.dial(f"0215550{code}")
    refused = scene.line.at(CallStage.ENDED)
    assert refused.words == f"{words.format(party=f'021 5550{code}')} No phone is ringing."
    assert refused.advice.startswith(advice)


def test_603_alone_is_no_decline(scene: PeerScene) -> None:
    scene.line.dial("0215550603")
    assert scene.line.at(CallStage.ENDED).words == (
        "021 5550603 did not answer, or the PBX ended the call without giving a reason (603). "
        "No phone is ringing."
    )


def test_the_cause_of_a_reason_header_comes_before_the_code(scene: PeerScene) -> None:
    scene.line.dial("0215550921")
    ended = scene.line.at(CallStage.ENDED)
    assert ended.words == "021 5550921 declined the call (503, cause 21). No phone is ringing."
    assert ended.status is Status.REFUSED


def test_a_refusal_after_an_announcement_rang_no_phone(scene: PeerScene) -> None:
    before = len(scene.line.calls)
    scene.line.dial("0215550494")
    ended = scene.line.at(CallStage.ENDED)
    assert scene.tap.got("INVITE", 183)
    assert CallStage.RINGING not in {call.stage for call in scene.line.calls[before:]}
    assert (ended.status, outcome_of(ended).status) == (Status.REFUSED, Status.REFUSED)
    assert "no more" not in ended.words
    assert "404" in ended.words


@pytest.mark.parametrize(("cause", "network"), [(16, False), (31, False), (38, True), (42, True)])
def test_the_cause_of_a_bye_says_who_ended_the_call(
    scene: PeerScene, cause: int, network: bool
) -> None:
    scene.line.talk()
    scene.pbx.hang_up(scene.there.id, f'Q.850;cause={cause};text="a; text, with commas"')
    ended = scene.line.at(CallStage.ENDED)
    assert ("network" in ended.words) == network
    assert outcome_of(ended).status is Status.ANSWERED


def test_the_caller_id_and_the_reference_stand_in_the_invite(scene: PeerScene) -> None:
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
def test_what_could_end_a_line_never_leaves(scene: PeerScene, field: str, broken: str) -> None:
    invites, calls = len(scene.tap.sent("INVITE")), len(scene.pbx.snapshot())
    given = {"outbound_id": "0215559000", "reference": "ref"} | {field: broken}
    scene.line.dial("0820001234", **given)
    ended = scene.line.at(CallStage.ENDED)
    assert (ended.status, ended.answered_at) == (Status.UNREACHED, None)
    assert ended.words.startswith("The call was not sent: Internal error (X-Platforma-")
    assert ended.words.endswith(" contains a control character). No phone rang.")
    # What comes after it shows that nothing of it is on its way.
    scene.line.dial("0215550486")
    scene.line.at(CallStage.ENDED)
    sent = scene.tap.sent("INVITE")[invites:]
    assert {one.start_line.split()[1] for one in sent} == {"sip:0215550486@127.0.0.1"}
    assert len(scene.pbx.snapshot()) == calls + 1


@pytest.mark.parametrize("callee", ["0820001234\r\nX-Own: 1", "082@elsewhere", "082;a=b", ""])
def test_a_callee_who_is_none_never_leaves(scene: PeerScene, callee: str) -> None:
    """Only the page stands between such a command and the wire: the rules let none come so far."""
    line = scene.line
    invites, ended = len(scene.tap.sent("INVITE")), len(line.of(Ended))
    line.processes[-1].send(Dial(call=f"no callee: {callee!r}", callee=callee))
    line.until(lambda: len(line.of(Ended)) > ended)
    assert line.of(Ended)[-1].reason == "the callee is not valid in a SIP address"
    # What comes after it shows that nothing of it is on its way.
    line.dial("0215550486")
    line.at(CallStage.ENDED)
    sent = scene.tap.sent("INVITE")[invites:]
    assert {one.start_line.split()[1] for one in sent} == {"sip:0215550486@127.0.0.1"}


def test_version_4_has_its_own_header_names(tmp_path_factory: pytest.TempPathFactory) -> None:
    with peer_scene(tmp_path_factory.mktemp("version-4"), version=4) as scene:
        scene.line.registered()
        scene.line.dial("0215550486", "0215559000", "dd-4")
        refused = scene.line.at(CallStage.ENDED)
        assert refused.words.startswith("The PBX says: The number is busy. No phone is ringing")
        assert (scene.there.outbound_id, scene.there.reference) == ("0215559000", "dd-4")
        invite = scene.tap.sent("INVITE")[-1]
        assert invite.header("X-Teleforge-Outbound-ID") == "0215559000"
        assert invite.header("X-Teleforge-Contact-Ref") == "dd-4"
        assert "X-Platforma" not in invite.text
