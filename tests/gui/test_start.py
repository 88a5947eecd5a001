"""Starting, and saying why when that is not possible.  Each in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from qmigui.data_files import checkout_root

if TYPE_CHECKING:
    from pathlib import Path

BLOCKED = """
import sys
{block}
from qmigui.__main__ import main
sys.exit(main({arguments}))
"""

WINDOW = """
import sys
from PySide6.QtCore import QTimer
from qmigui.gui import app, main_window
original = main_window.MainWindow.show
def show(self):
    original(self)
    print("shown", flush=True)
    {then}
main_window.MainWindow.show = show
sys.exit(app.main(sys.argv[1:]))
"""


def run(program: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run *program*; an empty value takes a variable away."""
    variables = {**os.environ, **environment}
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        cwd=checkout_root(),
        env={name: value for name, value in variables.items() if value},
        timeout=60,
        check=False,
    )


def assert_one_line(done: subprocess.CompletedProcess[str], *words: str) -> None:
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("qmigui: the window needs")
    assert done.stderr.count("\n") == 1
    for word in (*words, "qmigui --help"):
        assert word in done.stderr


def test_without_pyside() -> None:
    program = BLOCKED.format(block="sys.modules['PySide6'] = None", arguments="[]")
    assert_one_line(run(program), "pip install PySide6-Essentials")


def test_without_a_library() -> None:
    block = """
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name == "PySide6.QtWidgets":
            raise ImportError("libGL.so.1: cannot open shared object file")
sys.meta_path.insert(0, Missing())
"""
    assert_one_line(run(BLOCKED.format(block=block, arguments="['vm.bin']")), "libGL.so.1", "apt install")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a display")
def test_without_a_display() -> None:
    program = BLOCKED.format(block="", arguments="[]")
    done = run(program, QT_QPA_PLATFORM="", DISPLAY="", WAYLAND_DISPLAY="")
    assert_one_line(done, "DISPLAY")


def test_a_window_opens_its_arguments_and_closes(tmp_path: Path) -> None:
    then = "QTimer.singleShot(100, lambda: (print(self.windowTitle()), self.close()))"
    done = run(WINDOW.format(then=then), "--", str(tmp_path / "missing.bin"))
    assert done.returncode == 0, done.stderr
    assert done.stdout == "shown\nmissing.bin - qmigui\n"


def test_a_mistake_in_a_slot_is_told_and_the_window_goes_on() -> None:
    then = """QTimer.singleShot(0, lambda: 1 / 0)
    from PySide6.QtWidgets import QMessageBox
    def look():
        box, = self.findChildren(QMessageBox)
        print("ZeroDivisionError" in box.detailedText())
        box.close()
        self.close()
    QTimer.singleShot(200, look)"""
    done = run(WINDOW.format(then=then))
    assert done.returncode == 0, done.stderr
    assert done.stdout == "shown\nTrue\n"
    assert "ZeroDivisionError" in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="sends a signal")
def test_ctrl_c_closes_the_window() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WINDOW.format(then="pass")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=checkout_root(),
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "shown\n"
        time.sleep(0.3)  # into the event loop, where nothing happens any more
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 0, errors
    assert errors == "" or "propagateSizeHints" in errors
