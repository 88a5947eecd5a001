"""Capturing and sending through the dialogs of the window, with guests that really run."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QGuiApplication

from qmigui import service
from qmigui.gui.capture_dialog import CaptureDialog
from qmigui.gui.jobs import State
from qmigui.gui.main_window import MainWindow
from qmigui.gui.send_dialog import SendDialog
from tests.gui.conftest import WAIT_MS, picture
from tests.qemu.guests import PC
from tests.qemu.machine import Machine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from qmigui.gui.jobs import Job

pytestmark = pytest.mark.qemu
GUEST = replace(PC, arguments=(*PC.arguments, "-name", "guest=web,,one"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QMIGUI_LIBRARY", str(tmp_path / "library"))
    return tmp_path / "library"


@pytest.fixture
def window(qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    monkeypatch.setattr(MainWindow, "_may_stop", lambda *_: True)
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    yield window
    window.close()


def capture_dialog(window: MainWindow) -> CaptureDialog:
    window.menus.actions.all["capture"].trigger()
    return next(each for each in window.findChildren(CaptureDialog) if each.isVisible())


def over(window: MainWindow, qtbot: QtBot) -> Job:
    job: Job = window.queue.jobs[-1]
    qtbot.waitUntil(lambda: job.is_over, timeout=WAIT_MS)
    return job


def runs(machine: Machine) -> bool:
    return bool(machine.execute("query-status")["running"])


def test_a_guest_that_runs_is_captured(
    window: MainWindow, folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    monitor = f"unix:{tmp_path}/vm.qmp"
    with GUEST.started(tmp_path, monitor=monitor) as machine:
        machine.execute("cont")
        dialog = capture_dialog(window)
        found = [dialog.monitor.itemData(row) for row in range(dialog.monitor.count())]
        assert (monitor, "web,one") in found
        dialog.monitor.setCurrentIndex(found.index((monitor, "web,one")))
        dialog.target.name.setText("before")
        picture(dialog, "capture")
        dialog.start.click()
        job = over(window, qtbot)
        assert job.state is State.DONE, job.messages
        assert job.source_words == "web,one"
        assert runs(machine)
        # As BER into a file, while the guest runs.
        dialog = capture_dialog(window)
        dialog.monitor.setEditText(f"{tmp_path}/vm.qmp")
        dialog.runs.setChecked(True)
        dialog.target.file.setChecked(True)
        dialog.target.path.setText(str(tmp_path / "vm.bin"))
        dialog.target.form.setCurrentIndex(1)
        assert dialog.target.path.text() == str(tmp_path / "vm.ber")
        dialog.start.click()
        job = over(window, qtbot)
        assert job.state is State.DONE, job.messages
        assert runs(machine)
        assert service.validate(str(tmp_path / "vm.ber")).problems == []
        # Cancelled, the guest goes on, and nothing is left behind.
        dialog = capture_dialog(window)
        dialog.monitor.setEditText(monitor)
        dialog.target.file.setChecked(True)
        dialog.target.path.setText(str(tmp_path / "cancelled.bin"))
        dialog.start.click()
        window.queue.cancel(window.queue.jobs[-1])
        job = over(window, qtbot)
        assert job.state is State.CANCELLED
        assert runs(machine)
        assert not (tmp_path / "cancelled.bin").exists()
        # A socket that is none.
        dialog = capture_dialog(window)
        dialog.monitor.setEditText(str(tmp_path / "nothing"))
        assert not dialog.start.isEnabled()
        assert dialog.told.isVisible()
        dialog.reject()
    with service.open_library() as library:
        (entry,) = service.list_states(library)
    assert entry.name == "before"
    picture(window, "captured")


def test_a_guest_sends_and_one_waits(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    with GUEST.started(tmp_path) as machine:
        machine.execute("cont")
        time.sleep(0.3)
        dialog = capture_dialog(window)
        dialog.ways.setCurrentIndex(1)
        dialog.address.setText("unix:relative")
        assert not dialog.start.isEnabled()
        dialog.address.setText(f"unix:{tmp_path}/state.sock")
        dialog.target.file.setChecked(True)
        dialog.target.path.setText(str(tmp_path / "sent.bin"))
        picture(dialog, "receive")
        dialog.lines.buttons[0].click()
        command = QGuiApplication.clipboard().text()
        assert command == f"migrate -d unix:{tmp_path}/state.sock"
        dialog.start.click()
        job = window.queue.jobs[-1]
        qtbot.waitUntil((tmp_path / "state.sock").exists, timeout=WAIT_MS)
        assert window.panels.jobs.model.state_words(job) == "waiting for QEMU"
        assert window.panels.jobs.copy.isVisible()
        # Nobody comes: cancelled, and tried again.
        window.queue.cancel(job)
        qtbot.waitUntil(lambda: job.is_over, timeout=WAIT_MS)
        assert job.state is State.CANCELLED
        assert not (tmp_path / "state.sock").exists()
        window.panels.jobs.retry.click()
        qtbot.waitUntil((tmp_path / "state.sock").exists, timeout=WAIT_MS)
        assert machine.execute("human-monitor-command", command_line=command) == ""
        assert over(window, qtbot).state is State.DONE, job.messages
        registers = machine.registers()
    window.files.open_file(tmp_path / "sent.bin")
    view = window.files.front()
    assert view is not None
    qtbot.waitUntil(lambda: view.is_open, timeout=WAIT_MS)
    window.menus.actions.all["send"].trigger()
    send = window.findChild(SendDialog)
    assert send is not None
    assert send.state.text() == str(tmp_path / "sent.bin")
    send.address.setText(f"unix:{tmp_path}/in.sock")
    assert send.lines.lines[0].text() == f"-incoming unix:{tmp_path}/in.sock"
    picture(send, "send")
    send.start.click()  # before QEMU is there: it is waited for
    (tmp_path / "other").mkdir()
    with GUEST.incoming(f"unix:{tmp_path}/in.sock", tmp_path / "other") as machine:
        job = over(window, qtbot)
        assert job.state is State.DONE, job.messages
        machine.loaded()
        assert machine.registers() == registers
    picture(window, "sent")
