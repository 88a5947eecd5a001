"""Gaps between repaints while a library of very many states is shown: ``make bench-library ARGS=100000``.

Opening, sorting, grouping, searching, selecting all, scrolling; as gui-notes measure: a timer of 16 ms.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from qmigui import service
from tests.bench.catalogue import fill
from tests.bench.window import Ticks


def main(count: int) -> None:
    """All figures."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_STYLE_OVERRIDE", "Fusion")
    with tempfile.TemporaryDirectory(prefix="qmigui-bench-") as name:
        os.environ["XDG_CONFIG_HOME"] = name
        folder = Path(name) / "library"
        with service.open_library(str(folder)) as library:
            fill(library.database, count)
            # The rows are made up: a look through the folder would call all of them missing.
            with library.database.write():
                library.ledger.set_seen(folder.stat().st_mtime_ns)
            figures(folder)


def figures(folder: Path) -> None:
    """What the panel does with it."""
    from PySide6.QtWidgets import QApplication

    from qmigui.gui.library_panel import LibraryPanel

    app = QApplication([])
    gaps = Ticks()

    def until(what: str, is_done: object) -> None:
        end = time.perf_counter() + 60
        begun = time.perf_counter()
        while not is_done() and time.perf_counter() < end:  # type: ignore[operator]
            app.processEvents()
            time.sleep(0.001)
        took = time.perf_counter() - begun
        idle = time.perf_counter() + 0.7
        while time.perf_counter() < idle:
            app.processEvents()
            time.sleep(0.001)
        gaps.tell(f"{what} ({took * 1000:.0f} ms)")

    until("nothing", lambda: True)
    panel = LibraryPanel(directory=str(folder))
    panel.resize(1000, 700)
    panel.show()
    listed: list[int] = []
    panel.model.listed.connect(lambda: listed.append(1))

    def told() -> bool:
        return bool(listed and not listed.clear())  # type: ignore[func-returns-value]

    until("open", told)
    print(f"{panel.model.rowCount()} rows")
    for order in ("name", "ratio", "health", "tags"):
        panel.sort_by(order)
        until(f"sort by {order}", told)
    for text in ("ubuntu debian", "tag:crash", "-tag:crash", ""):
        panel.search.show_query(text)
        until(f"search {text!r}", told)
    for grouping in ("machine", "series", "tag", "none"):
        panel.group_by(grouping)
        until(f"group by {grouping}", told)
        panel.model.set_all_open(True)
        until("open all groups", lambda: True)
    panel.table.selectAll()
    until("select all", lambda: True)
    panel.table.scrollToBottom()
    until("to the end", lambda: panel.model.entry(panel.model.rowCount() - 1) is not None)
    panel.model.ask()
    until("refresh with all selected", told)
    panel.close_library()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
