"""Colours that mean something, made readable on whatever the palette's base is.

A colour never stands alone: kinds of elements have icons and names, problems have
icons and words, pages have a legend and words.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QColor, QPalette

CONTRAST = 4.5
"""Of text on its base at least (WCAG AA)."""

MARKED, SELECTED, FAULTY = 0.22, 0.38, 0.14
"""How much of a colour is mixed into the base below octets: of an element that is chosen, that are
selected (the highlight), that have a problem (its severity's)."""

_HUES: tuple[tuple[int, int] | None, ...] = (
    (215, 60),  # structure
    (265, 120),  # section
    None,  # container: the colour of text
    (210, 200),  # number
    (25, 200),  # octets
    (140, 170),  # text
    (300, 140),  # subsection
    (185, 200),  # pages
    (0, 0),  # zero pages: grey
    (50, 220),  # other pages
    (150, 110),  # description
    (0, 230),  # lost
    (0, 0),
    (0, 0),
)
"""Hue and saturation of each kind of element, by its number."""

_FAINT = 0.66
"""So much at least of a placeholder's colour: the palettes of many desktops have half of it."""

_SEVERITY_HUES = {"error": (2, 230), "warning": (36, 255), "note": (212, 200)}

PAGE_STATES = ("absent", "zero", "full", "filled", "xbzrle", "compressed", "stale", "problem")
"""What a page can be, by its number."""

_PAGES = {
    "absent": ((0, 0, 244), (0, 0, 40)),
    "zero": ((210, 25, 220), (210, 30, 78)),
    "full": ((210, 190, 120), (210, 160, 165)),
    "filled": ((185, 190, 110), (185, 160, 150)),
    "xbzrle": ((280, 130, 130), (280, 140, 175)),
    "compressed": ((140, 150, 105), (140, 130, 140)),
    "stale": ((42, 220, 130), (42, 200, 140)),
    "problem": ((2, 220, 115), (2, 230, 150)),
}
"""Hue, saturation and lightness on light and dark; lightnesses differ, too."""


def luminance(colour: QColor) -> float:
    """Relative luminance, 0 to 1 (WCAG 2)."""
    parts = [
        value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4
        for value in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, other: QColor) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2)."""
    first, second = sorted((luminance(one), luminance(other)))
    return (second + 0.05) / (first + 0.05)


@lru_cache(maxsize=256)
def readable(hue: int, saturation: int, *bases: str) -> QColor:
    """A colour of this hue that can be read on each of *bases*, no further from the first than needed."""
    grounds = [QColor(base) for base in bases]
    dark = luminance(grounds[0]) < 0.2
    lightness = range(110, 256) if dark else range(140, -1, -1)
    colour = QColor()
    for value in lightness:
        colour = QColor.fromHsl(hue, saturation, value)
        if all(contrast(colour, ground) >= CONTRAST for ground in grounds):
            return colour
    return colour


def octet_grounds(palette: QPalette) -> tuple[str, ...]:
    """What octets stand on: the base, and the same as marked and as selected."""
    base, highlight = palette.color(QPalette.ColorRole.Base), palette.color(QPalette.ColorRole.Highlight)
    return _octet_grounds(base.name(), highlight.name())


@lru_cache(maxsize=8)
def _octet_grounds(base: str, highlight: str) -> tuple[str, ...]:
    shares = (MARKED, SELECTED)
    return (base, *(mixed(QColor(highlight), QColor(base), share).name() for share in shares))


def kind_colour(kind: int, palette: QPalette) -> QColor:
    """The colour of the octets of an element."""
    hue = _HUES[kind] if kind < len(_HUES) else None
    if hue is None:
        return palette.color(QPalette.ColorRole.Text)
    return readable(*hue, *octet_grounds(palette))


def severity_colours(palette: QPalette) -> dict[str, QColor]:
    """The colour of the text of rows with problems, by severity."""
    roles = QPalette.ColorRole.Base, QPalette.ColorRole.AlternateBase
    grounds = [palette.color(role).name() for role in roles]
    return {name: readable(*hue, *grounds) for name, hue in _SEVERITY_HUES.items()}


def page_colours(palette: QPalette) -> list[QColor]:
    """The colour of each state of a page."""
    dark = luminance(palette.color(QPalette.ColorRole.Base)) < 0.2
    return [QColor.fromHsl(*_PAGES[name][dark]) for name in PAGE_STATES]


def faint(palette: QPalette, base: QColor, group: QPalette.ColorGroup = QPalette.ColorGroup.Active) -> QColor:
    """The colour of what matters less than other text on *base*, but is to be read."""
    colour = palette.color(group, QPalette.ColorRole.PlaceholderText)
    share = max(colour.alphaF(), _FAINT)
    colour.setAlphaF(1.0)
    return mixed(colour, base, share)


def mixed(one: QColor, other: QColor, share: float) -> QColor:
    """*share* of *one* with the rest of *other*."""
    return QColor.fromRgbF(
        one.redF() * share + other.redF() * (1 - share),
        one.greenF() * share + other.greenF() * (1 - share),
        one.blueF() * share + other.blueF() * (1 - share),
    )
