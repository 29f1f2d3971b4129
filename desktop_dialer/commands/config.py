"""`desktop-dialer config`: show and change the settings."""

import argparse
import json
from dataclasses import asdict, is_dataclass
from typing import Any

from ..calling.exit_codes import ExitCode
from ..calling.factory import check_stored_extension, settings_store
from ..model.errors import SettingsError
from ..model.pbx_ports import port_advice
from ..numbers.own_numbers import caller_id_warning
from ..settings.rules import newly_useless
from ..settings.schema import Settings
from ..settings.store import LoadedSettings, SettingsStore, not_allowed
from ..settings.table import KEYS, help_of, kind_of, value_of
from ..translation import tr, tr_later
from .output import complain, json_line, say

HELP = tr_later("Show and change the settings.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """See cli.Command."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    show = actions.add_parser("show", help=tr("every value, and where it comes from"))
    show.add_argument("--json", action="store_true", help=tr("print one JSON object on one line"))
    show.add_argument("--help-text", action="store_true", help=tr("explain every setting"))
    change = actions.add_parser("set", help=tr("change one value"))
    change.add_argument("key", metavar="KEY", help=tr("such as pbx.server"))
    change.add_argument("value", metavar="VALUE", help='lists: a,b or ["a", "b"]')
    actions.add_parser("path", help=tr("where your settings file is"))


def run(arguments: argparse.Namespace) -> int:
    """See cli.Command."""
    store = settings_store()
    if arguments.action == "path":
        say(str(store.user_file))
        return ExitCode.ACCEPTED
    if arguments.action == "set":
        return _set(store, arguments.key, arguments.value)
    loaded = store.load()
    _show(loaded, as_json=arguments.json, explain=arguments.help_text)
    for problem in loaded.problems:
        complain(problem.text)
    return ExitCode.ACCEPTED


def _set(store: SettingsStore, key: str, text: str) -> int:
    if key not in KEYS:
        store.refuse(key, text)
    try:
        value = kind_of(key).read(text)
    except ValueError as error:
        if isinstance(error.__cause__, SettingsError):  # it knows more than what is allowed
            raise error.__cause__ from None
        raise not_allowed(key, text) from error
    if key == "call.line":
        from ..desktop.accounts.credentials import Credentials

        check_stored_extension(Credentials(), value)
    before = store.load().settings
    aside = store.set(key, value)
    if aside:
        complain(tr("The old file could not be read and is kept as {file}.").format(file=aside))
    after = store.load().settings
    for words in filter(None, [*_warnings(key, after), newly_useless(before, after)]):
        complain(words)
    return ExitCode.ACCEPTED


def _warnings(key: str, settings: Settings) -> list[str]:
    """What may go wrong with the new value of `key`, which is allowed."""
    match key:
        case "call.outbound_id":
            return [caller_id_warning(settings.call_outbound_id, named=True)]
        case "call.caller_ids":
            return [caller_id_warning(entry.id, named=True) for entry in settings.call_caller_ids]
        case "pbx.version":
            return [port_advice(settings.version_parts(), settings.pbx_port)]
    return []


def _show(loaded: LoadedSettings, *, as_json: bool, explain: bool) -> None:
    rows = {
        key: {"value": _plain(value_of(loaded.settings, key)), "from": loaded.origins[key].value}
        for key in KEYS
    }
    if as_json:
        say(json_line(rows))
        return
    width = max(map(len, rows))
    for key, row in rows.items():
        value = json.dumps(row["value"], ensure_ascii=False)
        say(f"{key:<{width}}  {value}  ({row['from']})")
        if explain:
            say(f"    {help_of(key)}")
            default = json.dumps(_plain(value_of(Settings(), key)), ensure_ascii=False)
            limits = tr("Allowed: {rule}. Default: {default}.")
            say(f"    {limits.format(rule=kind_of(key).allowed, default=default)}")


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value
