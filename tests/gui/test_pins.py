"""The excluded versions of PySide6 are excluded for a reason that still holds."""

from __future__ import annotations

import subprocess
import sys

import pytest

EMITS = """
from PySide6.QtCore import QObject, Signal
class Sender(QObject):
    sent = Signal(object)
sender = Sender()
seen = []
sender.sent.connect(seen.append)
for number in range(5000):
    sender.sent.emit(number)
print(len(seen))
"""


def test_thousands_of_signals_do_no_harm() -> None:
    """PySide6 6.12.0 gives away a reference to True at each, which aborts Python before 3.12."""
    done = subprocess.run(
        [sys.executable, "-c", EMITS], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "5000\n"


def test_the_window_refuses_the_version_that_crashes(monkeypatch: pytest.MonkeyPatch) -> None:
    import PySide6

    from qmigui.gui.app import NoWindowError, check_environment

    monkeypatch.setattr(PySide6, "__version__", "6.12.0")
    monkeypatch.setattr(sys, "version_info", (3, 11, 9))
    with pytest.raises(NoWindowError, match=r"6\.12\.0"):
        check_environment()
