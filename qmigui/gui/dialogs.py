"""What dialogs have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog


def grow(dialog: QDialog) -> None:
    """Give a dialog the height that its texts need, as they are wrapped at its width.

    Qt makes a window as high as its layout wants without looking at wrapped lines.
    """
    layout = dialog.layout()
    if layout is None:
        return
    layout.invalidate()
    layout.activate()
    width = max(dialog.width(), layout.totalMinimumSize().width())
    wanted = max(layout.totalSizeHint().height(), layout.totalHeightForWidth(width))
    if dialog.width() < width or dialog.height() < wanted:
        dialog.resize(width, max(dialog.height(), wanted))
