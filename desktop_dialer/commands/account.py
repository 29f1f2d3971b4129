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
from ..translation import tr, tr_later
from .output import json_line, say

HELP = tr_later("Store, show or delete your extension and password.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The sub-commands. A password is not an argument: other users can read those."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="set | show | forget")
    store = actions.add_parser("set", help=tr("store them in the keyring"))
    store.add_argument(
        "--extension", required=True, metavar="EXT", help=tr("3 or 4 digits, or your own number")
    )
    store.add_argument(
        "--password-stdin",
        action="store_true",
        help=tr("read the password from standard input instead of asking for it"),
    )
    show = actions.add_parser("show", help=tr("what is stored; the password is never shown"))
    show.add_argument("--json", action="store_true", help=tr("one object on one line"))
    actions.add_parser("forget", help=tr("delete them from the keyring"))


def run(arguments: argparse.Namespace) -> int:
    """0, or an AccountError or SettingsError for the top level to print."""
    credentials = Credentials()
    match arguments.action:
        case "set":
            _set(credentials, arguments.extension, from_stdin=arguments.password_stdin)
        case "show":
            say(_shown(credentials, as_json=arguments.json))
        case _:
            was_stored = credentials.forget()
            say(
                tr("Extension and password were deleted.")
                if was_stored
                else tr("Nothing was stored.")
            )
    return 0


def _set(credentials: Credentials, extension: str, *, from_stdin: bool) -> None:
    line = settings_store().load().settings.call_line
    agent = check_agent_on_line(read_agent(extension), line)  # before the question, not after it
    password = _piped_password() if from_stdin else _asked_password(agent)
    credentials.store(Account(agent, password))
    text = (
        tr("Stored extension {extension} with a password in the keyring ({keyring}).")
        if password
        else tr("Stored extension {extension} without a password in the keyring ({keyring}).")
    )
    say(text.format(extension=agent, keyring=credentials.backend_name))


def _asked_password(extension: str) -> str:
    if sys.stdin is None or not sys.stdin.isatty():
        raise SettingsError(
            tr("There is no terminal to ask for the password. Nothing was stored."),
            tr("Add --password-stdin and send the password to standard input."),
        )
    prompt = tr(
        "Password of {extension} (not shown; empty if you only use the desk phone): "
    ).format(extension=extension)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", getpass.GetPassWarning)
            return getpass.getpass(prompt, stream=sys.stderr)
    except (EOFError, getpass.GetPassWarning) as error:
        raise SettingsError(
            tr("The password could not be asked for without showing it. Nothing was stored."),
            tr("Use another terminal, or --password-stdin."),
        ) from error


def _piped_password() -> str:
    """Standard input to its end, without one newline there."""
    if sys.stdin is None:
        raise SettingsError(
            tr("Standard input is closed. Nothing was stored."),
            tr("Pipe the password into the command."),
        )
    try:
        text = sys.stdin.buffer.read().decode()
    except UnicodeDecodeError:
        # Without its cause, which holds the password.
        raise AccountRefused(
            tr("The password is not UTF-8 text. Nothing was stored."), tr("Send it as UTF-8.")
        ) from None
    return text.removesuffix("\r\n" if text.endswith("\r\n") else "\n")


def _shown(credentials: Credentials, *, as_json: bool) -> str:
    state, extension, words = _looked_up(credentials)
    backend = credentials.backend_name or None
    if as_json:
        return json_line({"state": state, "extension": extension, "backend": backend})
    return (
        words
        if extension is None
        else tr("{text} Keyring: {keyring}.").format(text=words, keyring=backend)
    )


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
    text = (
        tr("Extension {extension} with a password.")
        if account.password
        else tr("Extension {extension} without a password.")
    )
    return AccountState.STORED, account.extension, text.format(extension=account.extension)


def _words(error: AccountError) -> str:
    return f"{error.message} {error.advice}".strip()
