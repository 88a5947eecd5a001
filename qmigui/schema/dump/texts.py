"""Texts of contents octets, kept: most values of a state come again and again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from qmigui.schema.model import Kind

if TYPE_CHECKING:
    from qmigui.schema.dump.steps import Step

REMEMBERED = 4096
"""Texts that are kept for one kind of element."""

MAX_REMEMBERED = 64
"""Octets of contents of which the text is kept."""


class Texts(dict[bytes, str]):
    """By contents octets, their text.

    Args:
        make: makes it.
    """

    def __init__(self, make: Callable[[bytes], str]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, octets: bytes) -> str:
        text = self._make(octets)
        if len(octets) <= MAX_REMEMBERED:
            if len(self) >= REMEMBERED:
                self.clear()
            self[octets] = text
        return text


class ElementTexts(dict[bytes, str]):
    """By whole elements with two octets of header, the texts of their contents.

    Args:
        texts: these.
    """

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts

    def __missing__(self, element: bytes) -> str:
        text = self._texts[element[2:]]
        if len(self) >= REMEMBERED:
            self.clear()
        self[element] = text
        return text


def many_texts(
    step: Step, texts: ElementTexts, elements: Sequence[bytes], before: str, after: str
) -> Iterable[str]:
    """The texts of many elements.

    Args:
        step: what they are.
        texts: of its elements.
        elements: they.
        before: what stands before each value.
        after: what stands behind it.
    """
    if step.kind is Kind.INTEGER and 2 * len(set(elements)) > len(elements) and min(map(len, elements)) > 2:
        # Mostly different, as addresses of pages are: to keep them would be of no use.
        from_bytes = int.from_bytes
        return [f"{before}{from_bytes(element[2:], 'big', signed=True)}{after}" for element in elements]
    return map(texts.__getitem__, elements)
