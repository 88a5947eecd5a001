"""Catalogues are of the code as it is, and complete.

What must hold for a language holds for each ``translations/qmigui_*.ts``: to add one is to add the file.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator

from tests.gui import catalogues
from tests.gui.catalogues import FORMS, WITHOUT_MNEMONICS, Message

PLACE = re.compile(r"\{\d+\}|%L?n|<[^>]*>")
MNEMONIC = re.compile(r"&(?!&)\w")
CODES = catalogues.codes()


def read(code: str) -> list[Message]:
    return catalogues.messages(catalogues.path_of(code))


def test_there_are_catalogues() -> None:
    assert "de" in CODES
    assert set(CODES) <= set(FORMS), "say in FORMS how many plural forms the language has"


def test_every_text_of_the_code_can_be_found_by_lupdate() -> None:
    _, wrong = catalogues.texts()
    assert not wrong


@pytest.mark.parametrize("code", CODES)
def test_a_catalogue_is_of_the_code_as_it_is(code: str, tmp_path: Path) -> None:
    now = {message.key for message in read(code)}
    fresh = {message.key for message in catalogues.updated(tmp_path, code)}
    assert now == fresh, "make translations"
    # lupdate reads Python by rules of its own: what it took is what Python will ask for, context by context.
    assert fresh == catalogues.texts()[0]


def test_texts_with_numbers_are_in_classes_that_nobody_inherits() -> None:
    """PySide asks with the name of the object's own class first.

    A text with a number comes back from there with the number filled in, as if it had been found,
    and the catalogue's text, which is under the name of the base, would never be asked for.
    """
    found, _ = catalogues.texts()
    with_numbers = {context for context, _, has_number in found if has_number}
    for name, bases in catalogues.classes().items():
        assert not bases & with_numbers, name


@pytest.mark.parametrize("code", CODES)
class TestComplete:
    def test_all_is_translated(self, code: str) -> None:
        open_ends = [
            (message.context, message.source)
            for message in read(code)
            if not message.is_finished or not all(form.strip() for form in message.forms)
        ]
        assert not open_ends

    def test_all_plural_forms_are_there(self, code: str) -> None:
        for message in read(code):
            assert len(message.forms) == (FORMS[code] if message.has_number else 1), message

    def test_places_stay(self, code: str) -> None:
        """Numbered places, the number, and marks of HTML; Arabic has words for none, one and two."""
        for message in read(code):
            wanted = sorted(PLACE.findall(message.source))
            for form in message.forms:
                found = sorted(PLACE.findall(form))
                if message.has_number and code == "ar":
                    assert [each for each in wanted if not each.endswith("n")] == [
                        each for each in found if not each.endswith("n")
                    ], message
                else:
                    assert found == wanted, message
            if message.has_number:
                assert any("%n" in form or "%Ln" in form for form in message.forms), message

    def test_mnemonics_stay(self, code: str) -> None:
        for message in read(code):
            count = len(MNEMONIC.findall(message.source))
            for form in message.forms:
                found = len(MNEMONIC.findall(form))
                assert found == count or (code in WITHOUT_MNEMONICS and found <= count), message

    def test_ends_stay(self, code: str) -> None:
        """An ellipsis says that a dialog follows; a line break and a colon are of the layout."""
        for message in read(code):
            for form in message.forms:
                assert form.rstrip().endswith("…") == message.source.endswith("…"), message
                assert "..." not in form, message
                assert form.count("\n") == message.source.count("\n"), message
                assert form == form.strip() or message.source != message.source.strip(), message
                assert form[-1:] in {":", "\N{FULLWIDTH COLON}"} or not message.source.endswith(":"), message

    def test_the_compiled_one_has_them(self, code: str, compiled: Path) -> None:
        translator = QTranslator()
        assert translator.load(f"qmigui_{code}", str(compiled))
        assert translator.language() == code
        for message in read(code):
            told = translator.translate(message.context, message.source, "", 5 if message.has_number else -1)
            assert told in message.forms, message
