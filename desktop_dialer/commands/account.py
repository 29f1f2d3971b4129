"""`desktop-dialer account`: the extension and password in the keyring of the desktop."""

import argparse
import getpass
import sys
import warnings

from ..calling.factory import settings_store
from ..desktop.accounts.credentials import Account, AccountState, Credentials
from ..model.errors import (
    AccountError,
    AccountRefused,
    KeyringLocked,
    NoAccount,
    NoKeyring,
    SettingsError,
)
from ..numbers.own_numbers import check_agent_on_line, read_agent
from .output import json_line, say

HELP = "store, show or forget your extension and password"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The sub-commands. A password is no argument: other users can read those."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="set | show | forget")
    store = actions.add_parser("set", help="store them in the keyring")
    store.add_argument(
        "--extension", required=True, metavar="EXT", help="3 or 4 digits, or your own number"
    )
    store.add_argument(
        "--password-stdin",
        action="store_true",
        help="read the password from standard input instead of asking for it",
    )
    show = actions.add_parser("show", help="what is stored; the password is never shown")
    show.add_argument("--json", action="store_true", help="one object on one line")
    actions.add_parser("forget", help="delete them from the keyring")


def run(arguments: argparse.Namespace) -> int:
    """0, or an AccountError or SettingsError for the top level to tell."""
    credentials = Credentials()
    match arguments.action:
        case "set":
            _set(credentials, arguments.extension, from_stdin=arguments.password_stdin)
        case "show":
            say(_shown(credentials, as_json=arguments.json))
        case _:
            was_stored = credentials.forget()
            say("Forgotten." if was_stored else "There was nothing stored.")
    return 0


def _set(credentials: Credentials, extension: str, *, from_stdin: bool) -> None:
    line = settings_store().load().settings.call_line
    agent = check_agent_on_line(read_agent(extension), line)  # before the question, not after it
    password = _piped_password() if from_stdin else _asked_password(agent)
    credentials.store(Account(agent, password))
    which = "with a password" if password else "without a password"
    say(f"Stored extension {agent}, {which}, in the keyring ({credentials.backend_name}).")


def _asked_password(extension: str) -> str:
    if sys.stdin is None or not sys.stdin.isatty():
        raise SettingsError(
            "There is no terminal to ask for the password on. Nothing was stored.",
            "Add --password-stdin and send the password to standard input.",
        )
    prompt = f"Password of {extension} (not shown; empty if you only use the desk phone): "
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", getpass.GetPassWarning)
            return getpass.getpass(prompt, stream=sys.stderr)
    except (EOFError, getpass.GetPassWarning) as error:
        raise SettingsError(
            "The password could not be asked for without showing it. Nothing was stored.",
            "Use another terminal, or --password-stdin.",
        ) from error


def _piped_password() -> str:
    """Standard input to its end, without one newline there."""
    if sys.stdin is None:
        raise SettingsError("There is no standard input. Nothing was stored.", "Pipe it in.")
    try:
        text = sys.stdin.buffer.read().decode()
    except UnicodeDecodeError:
        # Without its cause, which holds the password.
        raise AccountRefused(
            "The password is not UTF-8 text. Nothing was stored.", "Send it as UTF-8."
        ) from None
    return text.removesuffix("\r\n" if text.endswith("\r\n") else "\n")


def _shown(credentials: Credentials, *, as_json: bool) -> str:
    state, extension, words = _looked_up(credentials)
    backend = credentials.backend_name or None
    if as_json:
        return json_line({"state": state, "extension": extension, "backend": backend})
    return words if extension is None else f"{words} They are in the keyring ({backend})."


def _looked_up(credentials: Credentials) -> tuple[AccountState, str | None, str]:
    """What `load` says, without a prompt: state, extension and words."""
    try:
        account = credentials.load(unlock=False)
    except NoAccount as error:
        return AccountState.NONE, None, _words(error)
    except KeyringLocked as error:
        return AccountState.LOCKED, None, _words(error)
    except NoKeyring as error:
        return AccountState.NO_KEYRING, None, _words(error)
    which = "with a password" if account.password else "with an empty password"
    return AccountState.STORED, account.extension, f"Extension {account.extension}, {which}."


def _words(error: AccountError) -> str:
    return f"{error.message} {error.advice}".strip()
