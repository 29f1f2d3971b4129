"""The settings in force: what follows from them at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QLocale

from desktop_dialer.app.context import AppContext
from desktop_dialer.calling.factory import call_log, settings_store
from desktop_dialer.desktop.accounts.credentials import Credentials
from desktop_dialer.translation import tr, use_language


@pytest.fixture
def context(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppContext]:
    monkeypatch.setenv("LANG", "C.UTF-8")
    store = settings_store()
    loaded = store.load()
    yield AppContext(store, Credentials(), call_log(loaded.settings), loaded)
    use_language("en")
    QLocale.setDefault(QLocale.system())


@pytest.mark.usefixtures("qapp")
def test_texts_and_dates_are_in_the_language_of_the_settings(context: AppContext) -> None:
    day = QDate(2034, 3, 12)
    seen = []
    for code in ("af", "en"):
        context.use(context.store.write({"ui.language": code}).loaded)
        seen.append((tr("Hang up"), QLocale().toString(day, "d MMMM yyyy")))
    assert seen[0] == ("Lui af", "12 Maart 2034")
    text, date = seen[1]
    assert text == "Hang up"
    assert "Maart" not in date  # elsewhere the desktop's own language is kept
