"""`desktop-dialer account` as a program, on a real keyring, with pipes and a real terminal."""

import json
import os
import subprocess
import sys

import pytest

from tests.support.desktop.secret_service import PrivateDesktop
from tests.support.repository import ROOT

SECRET = "s3cret pässword"

# As the top level does it: the error's words, and its type for the test to see.
_PROGRAM = """
import argparse, logging, sys
from desktop_dialer.commands import account
from desktop_dialer.model.errors import DialerError
logging.basicConfig(level=logging.DEBUG)
parser = argparse.ArgumentParser(prog="desktop-dialer account")
account.add_arguments(parser)
try:
    sys.exit(account.run(parser.parse_args()))
except DialerError as error:
    print(f"{type(error).__name__}: {error.message} {error.advice}", file=sys.stderr)
    sys.exit(99)
"""
ACCOUNT = (sys.executable, "-W", "error", "-c", _PROGRAM)


def _shown(desktop: PrivateDesktop) -> dict[str, str | None]:
    output = desktop.run(*ACCOUNT, "show", "--json", code=0)
    assert output.count("\n") == 1
    shown: dict[str, str | None] = json.loads(output)
    return shown


def _stored(desktop: PrivateDesktop) -> dict[str, str]:
    entry = desktop.run("secret-tool", "lookup", "service", "desktop-dialer", "username", "account")
    stored: dict[str, str] = json.loads(entry)
    return stored


def test_set_show_forget(private_keyring: PrivateDesktop) -> None:
    run = private_keyring.run
    assert _shown(private_keyring) == {
        "state": "none",
        "extension": None,
        "backend": "Secret Service",
    }
    set_from_pipe = (*ACCOUNT, "set", "--extension", "204", "--password-stdin")
    words = run(*set_from_pipe, stdin=f"{SECRET}\n")
    assert words == "Stored extension 204 with a password in the keyring (Secret Service).\n"
    assert _stored(private_keyring) == {"extension": "204", "password": SECRET}
    assert _shown(private_keyring) == {
        "state": "stored",
        "extension": "204",
        "backend": "Secret Service",
    }
    words = run(*ACCOUNT, "show")
    assert words == "Extension 204 with a password. Keyring: Secret Service.\n"
    assert run(*ACCOUNT, "forget") == "Extension and password were deleted.\n"
    assert run(*ACCOUNT, "forget") == "Nothing was stored.\n"


@pytest.mark.parametrize(
    ("piped", "password"),
    [("", ""), ("\n", ""), ("a\r\n", "a"), ("a\n\n", "a\n"), (" a ", " a "), ("a\r", "a\r")],
)
def test_piped_password_loses_one_newline(
    private_keyring: PrivateDesktop, piped: str, password: str
) -> None:
    command = (*ACCOUNT, "set", "--extension", "204", "--password-stdin")
    subprocess.run(
        command, env=private_keyring.env, input=piped.encode(), cwd=ROOT, check=True, timeout=60
    )
    assert _stored(private_keyring)["password"] == password


def _terminal() -> tuple[int, int]:
    if sys.platform == "win32":
        raise OSError("no terminals of this kind on Windows")
    return os.openpty()


@pytest.mark.parametrize("typed", [SECRET, ""])
def test_password_is_asked_on_the_terminal_without_echo(
    private_keyring: PrivateDesktop, typed: str
) -> None:
    ours, theirs = _terminal()
    # setsid gives the program this terminal as its own, so /dev/tty is there as in real life.
    command = ("setsid", "--ctty", "--wait", *ACCOUNT, "set", "--extension", "204")
    with subprocess.Popen(
        command, env=private_keyring.env, stdin=theirs, stdout=theirs, stderr=theirs, cwd=ROOT
    ) as program:
        os.close(theirs)
        screen = b""
        while b"desk phone): " not in screen:
            screen += os.read(ours, 1024)
        os.write(ours, f"{typed}\n".encode())
        while b"Stored extension" not in screen:
            screen += os.read(ours, 1024)
        program.wait(timeout=60)
        os.close(ours)
    assert program.returncode == 0
    assert b"empty if you only use the desk phone" in screen
    assert b"s3cret" not in screen
    assert _stored(private_keyring)["password"] == typed


def test_without_terminal_nothing_is_asked(private_keyring: PrivateDesktop) -> None:
    words = private_keyring.run(*ACCOUNT, "set", "--extension", "204", stdin="x\n", code=99)
    assert words.startswith("SettingsError: There is no terminal to ask for the password.")
    assert "--password-stdin" in words
    assert _shown(private_keyring)["state"] == "none"


def test_the_extension_is_read_as_people_write_it(private_keyring: PrivateDesktop) -> None:
    command = (*ACCOUNT, "set", "--password-stdin", "--extension")
    words = private_keyring.run(*command, "+27 21 555 0100", stdin="")
    assert words.startswith("Stored extension 27215550100 without a password")
    assert _stored(private_keyring) == {"extension": "27215550100", "password": ""}
    assert "Stored extension 0825550101 " in private_keyring.run(*command, "082 555 0101", stdin="")


def test_extension_is_refused_before_the_password_is_read(private_keyring: PrivateDesktop) -> None:
    words = private_keyring.run(*ACCOUNT, "set", "--extension", "20", stdin="x\n", code=99)
    assert words.startswith("AccountRefused: An extension has 3 or 4 digits")


def test_password_that_is_not_text_is_refused(private_keyring: PrivateDesktop) -> None:
    command = (*ACCOUNT, "set", "--extension", "204", "--password-stdin")
    done = subprocess.run(
        command,
        check=False,
        env=private_keyring.env,
        input=b"s3cret\xff",
        capture_output=True,
        cwd=ROOT,
        timeout=60,
    )
    assert done.returncode == 99
    assert done.stderr.startswith(b"AccountRefused: The password is not UTF-8 text.")
    assert b"s3cret" not in done.stderr


def test_password_is_no_argument(private_keyring: PrivateDesktop) -> None:
    command = (*ACCOUNT, "set", "--extension", "204", "--password", SECRET)
    assert "unrecognized arguments" in private_keyring.run(*command, code=2)


def test_password_is_in_no_output_and_no_log(private_keyring: PrivateDesktop) -> None:
    run = private_keyring.run
    set_from_pipe = (*ACCOUNT, "set", "--extension", "204", "--password-stdin")
    said = run(*set_from_pipe, stdin=SECRET)
    said += run(*ACCOUNT, "show") + run(*ACCOUNT, "show", "--json")
    said += run(*set_from_pipe, stdin=SECRET * 200, code=99)
    private_keyring.lock()
    said += run(*set_from_pipe, stdin=SECRET, code=99) + run(*ACCOUNT, "forget", code=99)
    private_keyring.stop_keyring()
    said += run(*set_from_pipe, stdin=SECRET, code=99) + run(*ACCOUNT, "show")
    assert "AccountRefused: The password is too long" in said
    assert "KeyringLocked: The keyring with your extension and password is locked" in said
    assert "NoKeyring: This desktop has no keyring" in said
    assert "s3cret" not in said
    damaged = ("secret-tool", "store", "--label", "x", "service", "desktop-dialer")
    private_keyring.start_keyring()
    run(*damaged, "username", "account", stdin=f'{{"password": "{SECRET}"')
    assert "s3cret" not in run(*ACCOUNT, "show") + run(*ACCOUNT, "show", "--json")


def test_locked_and_missing_keyring_are_shown_without_a_prompt(
    private_keyring: PrivateDesktop,
) -> None:
    private_keyring.ask("credentials.store(Account('204'))")
    private_keyring.lock()
    locked = {"state": "locked", "extension": None, "backend": "Secret Service"}
    assert _shown(private_keyring) == locked
    assert private_keyring.run(*ACCOUNT, "show").startswith(
        "The keyring with your extension and password is locked"
    )
    private_keyring.stop_keyring()
    missing = {"state": "no_keyring", "extension": None, "backend": None}
    assert _shown(private_keyring) == missing
    assert private_keyring.run(*ACCOUNT, "show").startswith("This desktop has no keyring")
