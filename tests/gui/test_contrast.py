"""Every text can be read: contrast of at least 4.5 to 1 (WCAG AA) in both themes, disabled text excepted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from qmigui.gui import colours, settings, theme
from qmigui.gui.colours import CONTRAST, contrast

ROLE = QPalette.ColorRole
PAIRS = (
    (ROLE.WindowText, ROLE.Window),
    (ROLE.Text, ROLE.Base),
    (ROLE.Text, ROLE.AlternateBase),
    (ROLE.ButtonText, ROLE.Button),
    (ROLE.PlaceholderText, ROLE.Base),
    (ROLE.PlaceholderText, ROLE.Window),
    (ROLE.ToolTipText, ROLE.ToolTipBase),
    (ROLE.HighlightedText, ROLE.Highlight),
    (ROLE.Link, ROLE.Base),
    (ROLE.Link, ROLE.Window),
)
"""Text and what it stands on."""


@pytest.fixture(params=[settings.Appearance.LIGHT, settings.Appearance.DARK])
def palette(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[QPalette]:
    """Of each theme, as the program applies it."""
    theme.apply(qapp, request.param)
    assert theme.is_dark(qapp.palette()) is (request.param is settings.Appearance.DARK)
    yield qapp.palette()
    theme.apply(qapp, settings.Appearance.SYSTEM)


def too_weak(pairs: list[tuple[str, QColor, QColor]]) -> list[str]:
    return [
        f"{name}: {text.name()} on {ground.name()}: {contrast(text, ground):.2f}"
        for name, text, ground in pairs
        if contrast(text, ground) < CONTRAST
    ]


def over(colour: QColor, ground: QColor) -> QColor:
    """A colour that lets through, on what is below it."""
    return colours.mixed(colour, ground, colour.alphaF())


def test_the_measure_is_right() -> None:
    assert contrast(QColor("#ffffff"), QColor("#000000")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("#ffffff")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("group", [QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive])
def test_roles(palette: QPalette, group: QPalette.ColorGroup) -> None:
    pairs = []
    for text, ground in PAIRS:
        below = palette.color(group, ground)
        pairs.append((f"{text.name} on {ground.name}", over(palette.color(group, text), below), below))
    assert not too_weak(pairs)


def test_both_of_our_own_palettes(qapp: QApplication) -> None:
    """Where Qt has no theme of the platform."""
    for dark in (False, True):
        palette = theme._palette(dark=dark)
        pairs = [(f"{a.name} on {b.name}", palette.color(a), palette.color(b)) for a, b in PAIRS]
        assert not too_weak(pairs), dark


@pytest.mark.parametrize("ground", [ROLE.Base, ROLE.AlternateBase])
def test_problems(palette: QPalette, ground: QPalette.ColorRole) -> None:
    """Words of rows with problems stand on each second row's colour too."""
    below = palette.color(ground)
    pairs = [(name, colour, below) for name, colour in colours.severity_colours(palette).items()]
    assert not too_weak(pairs)


def test_octets(palette: QPalette) -> None:
    """Each kind of element, as it is, chosen, selected and with a problem."""
    base, highlight = palette.color(ROLE.Base), palette.color(ROLE.Highlight)
    grounds = {"plain": base}
    grounds |= {
        f"{share}": colours.mixed(highlight, base, share) for share in (colours.MARKED, colours.SELECTED)
    }
    grounds |= {
        name: colours.mixed(colour, base, colours.FAULTY)
        for name, colour in colours.severity_colours(palette).items()
    }
    pairs = [
        (f"kind {kind}, {name}", colours.kind_colour(kind, palette), ground)
        for kind in range(14)
        for name, ground in grounds.items()
    ]
    pairs.append(("offsets", palette.color(ROLE.PlaceholderText), base))
    assert not too_weak(pairs)
