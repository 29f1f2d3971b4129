"""Texts for a live call: its state, notes about it, how it sounds."""

from ...model.live_call import CallStage, HeldBy, LiveCall, Quality
from ...translation import tr
from ..widgets.marks import Mark

Note = tuple[Mark, str]


def party_of(call: LiveCall) -> str:
    """Who it is, also where nobody said so."""
    return call.party or call.number or tr("Number withheld")


def state_of(call: LiveCall) -> str:
    """The state, in two or three words."""
    if call.stage is CallStage.TALKING:
        return {
            HeldBy.NOBODY: tr("Talking"),
            HeldBy.AGENT: tr("On hold"),
            HeldBy.OTHER: tr("Held by the remote party"),
        }[call.held_by]
    return {
        CallStage.DIALLING: tr("Dialling …"),
        CallStage.RINGING: tr("Ringing …"),
        CallStage.INCOMING: tr("Incoming call"),
        CallStage.ENDED: tr("Call ended"),
    }[call.stage]


def title_of(call: LiveCall) -> str:
    """For the window's frame, which has little room and puts the program's name behind it."""
    held = call.held_by is not HeldBy.NOBODY
    state = {
        CallStage.DIALLING: tr("dialling"),
        CallStage.RINGING: tr("ringing"),
        CallStage.INCOMING: tr("calls you"),
        CallStage.TALKING: tr("on hold") if held else tr("talking"),
        CallStage.ENDED: tr("ended"),
    }[call.stage]
    return tr("{party} – {state}").format(party=party_of(call), state=state)


def progress_of(call: LiveCall) -> str:
    """How far a call is that has not ended, in a word for a list of calls."""
    if call.stage is CallStage.TALKING:
        return tr("Talking")
    return tr("Dialling …") if call.stage is CallStage.DIALLING else tr("Ringing …")


def not_now(call: LiveCall | None) -> str:
    """Why no other call can be made beside `call`, and what to do; "" = it can."""
    if call is None or call.stage is CallStage.ENDED:
        return ""
    if call.stage is CallStage.INCOMING:
        return tr("A call is ringing. Answer or decline it first.")
    return tr("You are in a call. Hang up first, then call again.")


def notes_of(call: LiveCall) -> list[Note]:
    """What the agent has to know now, the gravest first."""
    text = f"{call.words} {call.advice}".strip()
    if call.stage is CallStage.ENDED:
        return [(Mark.NO if call.advice else Mark.INFO, text)] if text else []
    notes = []
    if call.audio_lost:
        words = text or tr(
            "No sound arrives. A firewall may block it. Hang up and call again. If that "
            "does not help, tell your administrator.",
        )
        notes.append((Mark.WARNING, words))
    elif text:
        notes.append((Mark.WARNING, text))
    if call.signalling_lost:
        words = tr(
            "The connection to the PBX was lost. The call goes on while it is being restored.",
        )
        notes.append((Mark.WARNING, words))
    if call.stage is CallStage.TALKING:
        notes += _chosen(call)
    return notes


def turned_away(callers: tuple[str, ...]) -> list[Note]:
    """Who called during the call and heard busy, each once, in the order of the calls."""
    nobody = tr("A withheld number")
    words = tr("{party} called and heard busy.")
    return [(Mark.INFO, words.format(party=party or nobody)) for party in dict.fromkeys(callers)]


def quality_of(call: LiveCall) -> Note | None:
    """Such as "Good: 0.2 % lost, jitter 4 ms, 38 ms there and back"; None = nothing to be said.

    Where nothing comes in nothing is lost either, and silence is not good.
    """
    quality = call.quality
    if quality is None or call.stage is not CallStage.TALKING or call.audio_lost:
        return None
    grade, mark = _grade(quality)
    words = tr("{grade}: {loss} % lost, jitter {jitter} ms").format(
        grade=grade, loss=f"{quality.loss * 100:.1f}", jitter=round(quality.jitter_ms)
    )
    if quality.round_trip_ms is not None:
        way = tr("round trip {round_trip} ms").format(round_trip=round(quality.round_trip_ms))
        words = f"{words}, {way}"
    return mark, words


def _chosen(call: LiveCall) -> list[Note]:
    """What the agent did and may have forgotten."""
    notes = []
    if call.held_by is HeldBy.AGENT:
        words = tr(
            "On hold: you and the remote party do not hear each other. Press Hold to resume."
        )
        notes.append((Mark.INFO, words))
    if call.muted:
        words = tr("Muted: the remote party does not hear you. Press Mute to unmute.")
        notes.append((Mark.WARNING, words))
    return notes


def _grade(quality: Quality) -> tuple[str, Mark]:
    """The grade in a word, and its mark.

    Delay: ITU-T G.114 is content with 150 ms one way and sets the limit at 400. Loss and jitter:
    what concealment and a usual jitter buffer make up for.
    """
    trip = quality.round_trip_ms or 0
    if quality.loss > 0.05 or quality.jitter_ms > 60 or trip > 800:
        return tr("Poor"), Mark.NO
    if quality.loss > 0.01 or quality.jitter_ms > 30 or trip > 300:
        return tr("Fair"), Mark.WARNING
    return tr("Good"), Mark.GOOD
