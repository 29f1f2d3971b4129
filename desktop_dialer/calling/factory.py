"""What commands and app are both made of: settings, line, account, call log, put together."""

import math
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

from ..desktop import paths
from ..model.errors import KeyringLocked, NoAccount, NoKeyring, SettingsError
from ..model.phone_number import PhoneNumber
from ..numbers.own_numbers import WEBRTC, check_agent_on_line
from ..pbx.address import PbxAddress
from ..pbx.http_client import PbxSettings
from ..pbx.line import Line
from ..settings.schema import Settings
from ..settings.store import LoadedSettings, SettingsStore
from ..translation import tr
from .number_lookup import NumberReader
from .placer import CallPlacer

if TYPE_CHECKING:
    from ..desktop.accounts.credentials import Credentials
    from ..desktop.call_log.call_log import CallLog
    from ..pbx.softphone.configuration import LineConfiguration


def settings_store() -> SettingsStore:
    """The store of this user on this machine."""
    return SettingsStore(paths.config_file(), paths.system_config_file())


def call_log(settings: Settings) -> "CallLog":
    """The call log of this user."""
    from ..desktop.call_log.call_log import CallLog  # sqlite3: most commands need none

    return CallLog(paths.call_log_file(), paths.call_guard_file(), settings.log_keep_days)


def usable(loaded: LoadedSettings) -> Settings:
    """The settings, if calls may be placed on them; else SettingsError with every reason."""
    faults = [problem.text for problem in loaded.problems if problem.stops_calls]
    if faults:
        raise SettingsError(" ".join(faults), tr("Fix the settings file, then call again."))
    return loaded.settings


def pbx_settings(settings: Settings) -> PbxSettings:
    """What the line needs to know; SettingsError where no PBX is set."""
    if not settings.pbx_server:
        raise SettingsError(
            tr("No PBX server is set."),
            tr("Set it with: desktop-dialer config set pbx.server NAME"),
        )
    return PbxSettings(
        address=PbxAddress(settings.pbx_scheme, settings.pbx_server, settings.pbx_port),
        version=settings.version_parts(),
        connect_timeout_s=settings.pbx_connect_timeout_s,
        answer_timeout_s=settings.pbx_answer_timeout_s,
        answer_limit=settings.pbx_answer_limit_kib * 1024,
        ca_file=settings.pbx_ca_file,
        proxy=settings.pbx_proxy,
    )


def line_for(settings: Settings, softphone: Callable[[], Line] | None = None) -> Line:
    """The line that the settings choose; SettingsError where they name no PBX.

    `softphone`: gives the line that is talked on in the program; None where there is none, as in
    a command: nobody would hear the call there.
    """
    pbx = pbx_settings(settings)
    if settings.call_line == "webrtc":
        if softphone is None:
            raise SettingsError(
                tr(
                    "Calls use the built-in softphone, but Desktop Dialer is not "
                    "running. Nothing was sent."
                ),
                tr("Start it with: desktop-dialer"),
            )
        return softphone()
    from ..pbx.click2dial import Click2Dial  # when an offer is shown

    return Click2Dial(pbx)


def softphone_configuration(settings: Settings) -> "LineConfiguration":
    """How the line that is talked on here registers; SettingsError where it cannot."""
    from ..model.audio_devices import AudioChoice
    from ..pbx.softphone.configuration import line_configuration

    return line_configuration(
        settings.pbx_server,
        settings.pbx_scheme,
        settings.version_parts(),
        url=settings.webrtc_url,
        header_prefix=settings.webrtc_header_prefix,
        ice_servers=settings.webrtc_ice_servers,
        certificate=settings.webrtc_certificate,
        sound=AudioChoice(
            settings.webrtc_microphone, settings.webrtc_speaker, settings.webrtc_ring_device
        ),
        do_not_disturb=settings.webrtc_do_not_disturb,
    )


def check_stored_extension(credentials: "Credentials", line: str) -> None:
    """Raise AccountRefused where the stored extension cannot call on `line` (of `call.line`).

    Nobody is asked to unlock anything: an account that cannot be read now is checked when it is
    used.
    """
    if line != WEBRTC:
        return
    with suppress(NoAccount, KeyringLocked, NoKeyring):
        check_agent_on_line(credentials.load(unlock=False).extension, line)


class StoredExtension:
    """The extension of the keyring's account.

    `unlock`: whether a locked keyring may ask the person, which may take minutes. What
    `prepare` found is kept for a minute, so that a click need not wait for the keyring; the
    password is never kept.
    """

    def __init__(self, credentials: "Credentials", *, unlock: bool) -> None:
        self._credentials = credentials
        self._unlock = unlock
        self._prepared = ("", -math.inf)

    def prepare(self) -> None:
        """See placer.Extension."""
        self._prepared = (self._credentials.load(unlock=False).extension, time.monotonic())

    def take(self) -> str:
        """See placer.Extension."""
        extension, at = self._prepared
        if time.monotonic() - at < 60:
            return extension
        return self._credentials.load(unlock=self._unlock).extension


def placer_for(
    loaded: LoadedSettings,
    call_log: "CallLog",
    credentials: "Credentials",
    *,
    unlock: bool,
    softphone: Callable[[], Line] | None = None,
) -> CallPlacer:
    """How calls are placed under these settings. The line is built once, when first needed.

    `softphone`: see line_for.
    """
    settings = loaded.settings
    return CallPlacer(
        line=cache(lambda: line_for(usable(loaded), softphone)),
        call_log=call_log,
        rules=settings.policy_rules(),
        extension=StoredExtension(credentials, unlock=unlock),
        outbound_id=settings.call_outbound_id,
        pbx_major_version=settings.version_parts()[0],
    )


def number_reader_for(settings: Settings) -> NumberReader:
    """How numbers are read under `settings`; the numbering data (3 MiB) comes with first use."""

    def find(text: str) -> list[PhoneNumber]:
        from ..numbers.finder.scan import scan

        return [found.number for found in scan(text, settings.call_region)]

    def read(text: str) -> PhoneNumber:
        from ..numbers.reading import read_number

        return read_number(text, settings.call_region)

    def typed(text: str) -> PhoneNumber:
        from ..numbers.reading import read_dialled

        return read_dialled(text, settings.call_region, settings.internal_calls())

    return NumberReader(find, read, typed)


def load_numbering() -> None:
    """Load the numbering data, so that the first copy is read as quickly as the next."""
    from ..numbers.finder.scan import scan

    scan("082 000 1234")
