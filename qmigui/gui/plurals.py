"""English plurals: what a catalogue of English would hold."""

from __future__ import annotations

from PySide6.QtCore import QTranslator

_EITHER = "(s)"


class EnglishPlurals(QTranslator):
    """Turns ``%n error(s)`` into ``1 error`` or ``2 errors``; says nothing of other texts.

    A catalogue of another language is installed after it and so comes first.
    """

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        """The text for so many things."""
        if n < 0 or _EITHER not in source:
            return None
        return source.replace(_EITHER, "" if n == 1 else "s")

    def isEmpty(self) -> bool:
        """It has texts, although no file was loaded."""
        return False
