"""The window's figures: its start, a state of 16 GiB, repaints while converting, many problems.

``python -m tests.bench.window``; offscreen unless QT_QPA_PLATFORM says otherwise.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 9
PROBLEMS = 100_000
_TICK_MS = 16

BARE = """
import sys
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        print("painted", flush=True)
app = QApplication(["bare"])
window = Window()
window.resize(1440, 860)
window.show()
app.processEvents()
"""

OURS = """
import sys
from qmigui.gui.app import create_application
app = create_application()
from qmigui.gui.main_window import MainWindow
class Window(MainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        print("painted", flush=True)
window = Window()
window.show()
app.processEvents()
"""


def first_paint(program: str) -> tuple[float, float]:
    """Seconds until a program has painted its window: on the clock, and of processor time."""
    before = os.times()
    start = time.perf_counter()
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "painted\n"
        took = time.perf_counter() - start
        process.kill()
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return took, used


def start() -> None:
    """Start of both, in turn."""
    bare, ours = [], []
    for _ in range(RUNS):
        bare.append(first_paint(BARE))
        ours.append(first_paint(OURS))
    for which, place in (("clock", 0), ("processor", 1)):
        one = statistics.median(run[place] for run in bare)
        other = statistics.median(run[place] for run in ours)
        print(f"start, {which}: bare window {one:.3f} s, ours {other:.3f} s, ratio {other / one:.2f}")


_COMPILE = """
import importlib, pkgutil, qmigui
for module in pkgutil.walk_packages(qmigui.__path__, "qmigui."):
    importlib.import_module(module.name)
"""


class Ticks:
    """Gaps between the ticks of a timer in the window's thread."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self.gaps: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(_TICK_MS)

    def _tick(self) -> None:
        now = time.perf_counter()
        self.gaps.append((now - self._last) * 1000)
        self._last = now

    def tell(self, what: str) -> None:
        """Print them, and begin anew."""
        gaps = sorted(self.gaps)
        if gaps:
            p95, p99 = gaps[int(0.95 * len(gaps))], gaps[int(0.99 * len(gaps))]
            print(f"{what}: {len(gaps)} ticks, p95 {p95:.0f} ms, p99 {p99:.0f} ms, max {gaps[-1]:.0f} ms")
        self.gaps = []


def resident(pid: int) -> float:
    """Memory of a process, MiB, without what is only mapped from files."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("RssAnon"):
            return int(line.split()[1]) / 1024
    return 0.0


def main() -> None:
    """All figures."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_STYLE_OVERRIDE", "Fusion")
    with tempfile.TemporaryDirectory(prefix="qmigui-bench-") as name:
        # As after an installation: the code has been compiled.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = f"{name}/compiled"
        os.environ["XDG_CONFIG_HOME"] = name
        first_paint(OURS)
        start()
        window_figures(Path(name))


def window_figures(place: Path) -> None:
    """Those of one window."""
    from PySide6.QtTest import QTest

    from qmigui.errors import Problem, Severity
    from qmigui.gui.app import create_application
    from qmigui.gui.document_view import DocumentView
    from qmigui.gui.jobs import Job
    from qmigui.gui.main_window import MainWindow
    from tests.bench.streams import make_stream
    from tests.cli.test_sparse import make_sparse

    def until(done: object, seconds: float = 120) -> float:
        began = time.perf_counter()
        while not done() and time.perf_counter() - began < seconds:  # type: ignore[operator]
            QTest.qWait(5)
        return time.perf_counter() - began

    sparse, mixed = place / "sparse.bin", place / "mixed.bin"
    make_sparse(sparse)
    make_stream(mixed, "mixed", 1 << 30)
    # Once without being measured: as after an installation, all code is compiled.
    subprocess.run([sys.executable, "-m", "qmigui", "--validate", "-q", str(sparse)], check=False)
    subprocess.run([sys.executable, "-c", _COMPILE], check=True)
    app = create_application()
    window = MainWindow()
    window.show()
    QTest.qWait(1500)
    ticks = Ticks()
    until(lambda: False, 2)
    ticks.tell("idle")
    view = None
    for path in (sparse, mixed):
        window.files.open_file(path)
        view = window.files.front()
        assert view is not None
        took = until(lambda view=view: view.document.model.rowCount() > 0)
        print(f"{path.name}: {path.stat().st_size / 2**30:.1f} GiB, tree usable after {took:.2f} s")
        whole = until(lambda view=view: view.document.is_complete)
        engine = resident(view.document.engine.process_id)
        print(f"  read through after {took + whole:.2f} s")
        print(f"  memory: window {resident(os.getpid()):.0f} MiB, engine {engine:.0f} MiB")
        until(lambda view=view: view.document.problems.is_complete)
        ticks.tell("  repaints meanwhile")
    assert view is not None
    for number in range(2):
        window.queue.add(Job(mixed, place / f"out{number}.ber"))
    view.state.expand(view.state.tree.rootIndex(), 3)
    view.state.bar.text.setText("0")

    def work(view: DocumentView = view) -> bool:
        view.step(1)
        view.bytes.go_to((view.bytes.cursor_offset + 123_457) % view.document.size)
        return not window.queue.unfinished

    until(work)
    ticks.tell("converting 2 GiB, moving in the tree and the bytes all the time")
    size = view.document.size
    problems = [
        Problem(Severity.ERROR, "value-bool", "neither 0 nor 1", number * 977 % size, f"field {number}")
        for number in range(PROBLEMS)
    ]
    began = time.perf_counter()
    for first in range(0, PROBLEMS, 1000):
        view.document.problems.add(problems[first : first + 1000])
        app.processEvents()
    until(lambda: window.panels.problems.model.rowCount() >= PROBLEMS)
    print(f"{PROBLEMS:,} problems listed in {time.perf_counter() - began:.2f} s")
    table = window.panels.problems.table
    for row in range(0, PROBLEMS, 2500):
        table.selectRow(row)
        window.panels.problems._on_clicked(window.panels.problems.model.index(row, 0))
        QTest.qWait(30)
    window.panels.problems.filter.setText("field 99")
    until(lambda: window.panels.problems.model.rowCount() < PROBLEMS)
    QTest.qWait(500)
    ticks.tell("  repaints while they came, were clicked and filtered")
    window.close()


if __name__ == "__main__":
    main()
