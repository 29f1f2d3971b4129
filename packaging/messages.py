"""Collect the texts that people read, and bring resources/translations/*.po up to date.

`python packaging/messages.py` writes; with `--check` it only reports, and ends with 1 where a
catalogue is not up to date or not complete. `make messages` runs it. Texts that are gone leave
the catalogue; new ones wait for their translation, but for the names of countries, which are
those of Unicode CLDR.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

TOP = Path(__file__).parents[1]
sys.path.insert(0, str(TOP))

from desktop_dialer.model.countries import country_codes  # noqa: E402

SOURCE = TOP / "desktop_dialer"
CATALOGUES = TOP / "resources" / "translations"
KEYWORDS = {"tr": None, "tr_later": None, "tr_plural": (1, 2)}
_FIELD = re.compile(r"\{[^{}]*\}")
_MNEMONIC = re.compile(r"&\w")


def template() -> Catalog:
    """Every text of the program, without translations."""
    catalogue = Catalog(project="desktop-dialer")
    for file, _line, message, comments, context in extract_from_dir(
        SOURCE, method_map=[("**.py", "python")], keywords=KEYWORDS, comment_tags=["Translators:"]
    ):
        catalogue.add(message, None, [(file, 0)], auto_comments=comments, context=context)
    for name in country_codes():
        catalogue.add(name, auto_comments=["A country"])
    return catalogue


def read(file: Path) -> Catalog:
    """The catalogue in a file."""
    with file.open("rb") as opened:
        return read_po(opened, locale=file.stem)


def update(file: Path) -> None:
    """Bring a catalogue up to date with the program's texts."""
    catalogue = read(file)
    catalogue.update(template(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    territories = Locale(file.stem).territories
    for name, code in country_codes().items():
        catalogue[name].string = catalogue[name].string or territories.get(code, name)
    with file.open("wb") as opened:
        write_po(opened, catalogue, width=100, no_location=True, sort_output=True)


def faults(file: Path) -> Iterator[str]:
    """What is wrong with a catalogue, one line each."""
    catalogue, wanted = read(file), template()
    texts = {message.id for message in wanted if message.id}
    known = {message.id for message in catalogue if message.id}
    yield from (f"not in the program: {text!r}" for text in sorted(known - texts, key=str))
    yield from (f"not in the catalogue: {text!r}" for text in sorted(texts - known, key=str))
    for message in catalogue:
        if message.id in texts:
            yield from _faults_of(message)


def _faults_of(message: Message) -> Iterator[str]:
    ids = message.id if isinstance(message.id, tuple) else (message.id,)
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    if not all(strings):
        yield f"not translated: {message.id!r}"
        return
    if message.fuzzy:
        yield f"marked as fuzzy: {message.id!r}"
    fields = set(_FIELD.findall(ids[-1]))
    for string in strings:
        if set(_FIELD.findall(string)) != fields:
            yield f"other fields than {sorted(fields)}: {string!r}"
        if len(_MNEMONIC.findall(ids[-1])) == 1 != len(_MNEMONIC.findall(string)):
            yield f"no mnemonic: {string!r}"


def main(arguments: list[str]) -> int:
    """See the top of this file."""
    found = 0
    for file in sorted(CATALOGUES.glob("*.po")):
        if "--check" not in arguments:
            update(file)
        for fault in faults(file):
            print(f"{file.name}: {fault}")
            found += 1
    return 1 if found and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
