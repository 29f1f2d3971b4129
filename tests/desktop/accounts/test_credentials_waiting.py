"""Prompts that nobody answers, and a bus or keyring that hangs: every wait has an end."""

import subprocess
from collections.abc import Iterator

import pytest

from tests.support.desktop.secret_service import PASSWORD, PrivateDesktop

STORE = "credentials.store(Account('204', 'secret'))"
LOAD = "credentials.load(unlock=True)"
WINDOW = "Unlock Login Keyring"


@pytest.fixture
def prompting_keyring(private_keyring: PrivateDesktop) -> Iterator[PrivateDesktop]:
    """Locked, with an account in it, a screen, and GNOME's own prompter."""
    private_keyring.ask(STORE)
    private_keyring.lock()
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "800x600x24", "-nolisten", "tcp"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as screen:
        assert screen.stdout is not None
        private_keyring.env["DISPLAY"] = f":{screen.stdout.readline().strip()}"
        private_keyring.offer_prompter()
        yield private_keyring
        screen.terminate()


def _await_prompt(desktop: PrivateDesktop) -> None:
    desktop.run("timeout", "30", "xdotool", "search", "--sync", "--onlyvisible", "--name", WINDOW)


def test_answered_prompt_unlocks(prompting_keyring: PrivateDesktop) -> None:
    desktop = prompting_keyring
    with desktop.asking(LOAD) as asked:
        _await_prompt(desktop)
        desktop.run("xdotool", "type", PASSWORD)
        desktop.run("xdotool", "key", "Return")
        answer = asked()
    assert answer.value == ["204", "secret"]
    assert desktop.ask("credentials.state()").value == "stored"


def test_cancelled_prompt_leaves_it_locked(prompting_keyring: PrivateDesktop) -> None:
    desktop = prompting_keyring
    with desktop.asking(LOAD) as asked:
        _await_prompt(desktop)
        desktop.run("xdotool", "key", "Escape")
        answer = asked()
    assert answer.error == "KeyringLocked"


def test_unanswered_prompt_ends_and_its_late_answer_unlocks(
    prompting_keyring: PrivateDesktop,
) -> None:
    desktop = prompting_keyring
    with desktop.asking(LOAD, prompt_s=3) as asked:
        _await_prompt(desktop)
        answer = asked()
    assert answer.error == "KeyringLocked"
    assert 2.9 < answer.seconds < 10
    assert desktop.ask("credentials.state()").value == "locked"
    with desktop.asking(LOAD) as asked:
        desktop.run("xdotool", "type", PASSWORD)
        desktop.run("xdotool", "key", "Return")
        assert asked().value == ["204", "secret"]


@pytest.mark.parametrize("who", ["the session bus (D-Bus)", "the Secret Service"])
def test_hanging_program_is_told_in_words(private_keyring: PrivateDesktop, who: str) -> None:
    private_keyring.ask(STORE)
    hanging = private_keyring.bus if "bus" in who else private_keyring.keyring
    assert hanging is not None
    private_keyring.run("kill", "-STOP", str(hanging.pid))
    state = private_keyring.ask("credentials.state()", answer_s=1)
    assert state.value == "no_keyring"
    answer = private_keyring.ask(LOAD, answer_s=1)
    assert answer.error == "NoKeyring"
    assert f"{who} did not answer within 1 seconds" in (answer.words or "")
    assert max(state.seconds, answer.seconds) < 5
    private_keyring.run("kill", "-CONT", str(hanging.pid))
    assert private_keyring.ask(LOAD).value == ["204", "secret"]
