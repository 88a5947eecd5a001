"""What is open outlives the window: the next start, another language, another start of the program."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QDialog

from qmigui.data_files import checkout_root
from qmigui.gui import instance, language, settings
from qmigui.gui.instance_server import InstanceServer
from qmigui.gui.jobs import Job, State
from qmigui.gui.main_window import MainWindow
from qmigui.gui.open_files import SleepingTab
from qmigui.gui.settings_dialog import SettingsDialog
from qmigui.gui.shell import Shell
from qmigui.gui.tables import choose_row
from tests.gui.conftest import WAIT_MS, picture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from qmigui.gui.document_view import DocumentView


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings that no other test sees."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.fixture
def shell(qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shell]:
    """The program, without an ear."""
    monkeypatch.setattr(MainWindow, "_may_stop", lambda *_: True)
    shell = Shell(qapp)
    shell.window.show()
    yield shell
    shell.window.close()
    shell.close()
    language.install(qapp, language.ENGLISH)
    shell.window.deleteLater()
    shell.deleteLater()


def ready(view: DocumentView | None, qtbot: QtBot) -> DocumentView:
    assert view is not None
    qtbot.waitUntil(
        lambda: view.is_open and view.document.is_complete and view.document.model.rowCount() > 0,
        timeout=WAIT_MS,
    )
    return view


def go_deep(view: DocumentView, qtbot: QtBot) -> str:
    """Select a field and leave it open; its name."""
    view.state.bar.text.setText("halted")
    view.search()
    qtbot.waitUntil(
        lambda: (record := view.state.current()) is not None and record.name == "'halted'", timeout=WAIT_MS
    )
    record = view.state.current()
    assert record is not None
    return f"{record.offset}:{record.name}"


def where(view: DocumentView) -> str:
    record = view.state.current()
    return f"{record.offset}:{record.name}" if record is not None else ""


class TestNextStart:
    def test_what_was_open_is_open_again_where_it_was(
        self, shell: Shell, qapp: QApplication, state: Path, small: Path, tmp_path: Path, qtbot: QtBot
    ) -> None:
        gone = tmp_path / "gone.bin"
        gone.write_bytes(small.read_bytes())
        shell.open_all([str(small), str(gone), str(state)])
        view = ready(shell.window.files.front(), qtbot)
        place = go_deep(view, qtbot)
        shell.window.close()
        gone.unlink()

        other = Shell(qapp)
        other.window.show()
        other.begin([], reopens=True)
        files = other.window.files
        assert files.names() == [str(small), str(gone), str(state)]
        # Only the one in front has an engine.
        assert [isinstance(files.widget(number), SleepingTab) for number in range(3)] == [True, True, False]
        view = ready(files.front(), qtbot)
        qtbot.waitUntil(lambda: where(view) == place, timeout=WAIT_MS)
        assert view.state.tree.isExpanded(view.state.tree.currentIndex().parent())
        # One that is missing says so when it is looked at; another one opens.
        files.setCurrentIndex(1)
        missing = files.front()
        assert missing is not None
        qtbot.waitUntil(lambda: missing.document.failure is not None, timeout=WAIT_MS)
        assert "No such file" in missing._failure.text.toPlainText()
        picture(other.window, "session-missing")
        files.setCurrentIndex(0)
        ready(files.front(), qtbot)
        files.close_front()
        assert files.names() == [str(gone), str(state)]
        other.window.close()
        other.close()

    def test_files_of_the_command_line_come_in_front(
        self, shell: Shell, small: Path, state: Path, qtbot: QtBot
    ) -> None:
        settings.set_session({"files": [{"name": str(state), "place": {}}, 5, {"name": 7}], "front": 0})
        shell.begin([str(small)], reopens=True)
        assert shell.window.files.names() == [str(state), str(small)]
        ready(shell.window.files.front(), qtbot)
        assert shell.window.files.currentIndex() == 1

    @pytest.mark.parametrize(
        "session", [{}, {"files": 3}, {"files": [[]], "front": "x"}, {"files": [{}] * 9}]
    )
    def test_a_session_that_makes_no_sense(self, shell: Shell, session: dict[str, object]) -> None:
        settings.set_session(session)
        shell.begin([], reopens=True)
        assert shell.window.files.names() == []
        assert shell.window.empty.isVisible()

    def test_a_crash_forgets_little(self, shell: Shell, small: Path, qtbot: QtBot) -> None:
        shell._saving.setInterval(10)
        shell.open_all([str(small)])
        qtbot.waitUntil(lambda: bool(settings.session()), timeout=WAIT_MS)
        assert settings.session()["files"][0]["name"] == str(small)  # type: ignore[index]


class TestLanguage:
    def test_a_switch_loses_nothing(
        self, shell: Shell, state: Path, small: Path, tmp_path: Path, qtbot: QtBot
    ) -> None:
        shell.open_all([str(small), str(state)])
        view = ready(shell.window.files.front(), qtbot)
        qtbot.waitUntil(lambda: view.document.problems.is_complete, timeout=WAIT_MS)
        place = go_deep(view, qtbot)
        document, engine = view.document, view.document.engine.process_id
        os.mkfifo(tmp_path / "pipe")  # nobody writes: it is not done before it is cancelled
        job = Job(tmp_path / "pipe", tmp_path / "out.ber")
        shell.queue.add(job)
        qtbot.waitUntil(lambda: job.state is State.RUNNING, timeout=WAIT_MS)
        old = shell.window
        old.resize(760, 560)
        shell.speak("ar" if "ar" in language.available() else "en")
        window = shell.window
        assert window is not old
        assert not old.isVisible()
        assert window.files.names() == [str(small), str(state)]
        view = ready(window.files.front(), qtbot)
        assert view.document is document
        assert view.document.engine.process_id == engine
        qtbot.waitUntil(lambda: where(view) == place, timeout=WAIT_MS)
        assert (window.width(), window.height()) == (760, 560)
        # The job has gone on, and is listed; it can be cancelled here.
        assert not job.is_over
        assert window.panels.jobs.model.rowCount() == 1
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # the old window goes
        choose_row(window.panels.jobs.table, 0)
        window.panels.jobs.cancel.click()
        qtbot.waitUntil(lambda: job.is_over, timeout=WAIT_MS)
        assert job.state is State.CANCELLED
        # Questions are answered to the new window.
        window.panels.ram.set_document(view.document)
        go_deep(view, qtbot)
        window.files.setCurrentIndex(0)
        ready(window.files.front(), qtbot)

    def test_the_settings_stay_open_and_cancel_goes_back(self, shell: Shell, qtbot: QtBot) -> None:
        shell.window.show_settings()
        dialog = shell.window.findChild(SettingsDialog)
        assert dialog is not None
        old = shell.window
        dialog.language.setCurrentIndex(dialog.language.findData("en"))
        window = shell.window
        assert window is not old
        again = window.findChild(SettingsDialog)
        assert again is not None
        assert again.isVisible()
        assert settings.language() == "en"
        again.reject()
        assert settings.language() is None
        assert shell.window is not window
        assert not [each for each in shell.window.findChildren(QDialog) if each.isVisible()]


class TestOtherStarts:
    @pytest.fixture
    def place(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
        with TemporaryDirectory(prefix="qmigui-") as folder:  # a socket's path may have 107 octets
            monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
            found = instance.place()
            assert found is not None
            yield found

    def asked(self, place: Path, names: list[str], qtbot: QtBot) -> bool:
        """Ask from a thread, as another process would."""
        answers: list[bool] = []
        thread = threading.Thread(target=lambda: answers.append(instance.ask(place, names, 20)))
        thread.start()
        qtbot.waitUntil(lambda: not thread.is_alive(), timeout=WAIT_MS)
        thread.join()
        return answers[0]

    def test_files_are_handed_over(self, shell: Shell, place: Path, small: Path, qtbot: QtBot) -> None:
        lock = instance.claim(place)
        assert lock is not None
        assert instance.claim(place) is None
        shell.listen(place)
        shell.window.showMinimized()
        odd = str(small.with_name("odd\udcff#name"))
        assert self.asked(place, [str(small), odd], qtbot)
        qtbot.waitUntil(lambda: shell.window.files.names() == [str(small), odd], timeout=WAIT_MS)
        assert not shell.window.isMinimized()
        assert self.asked(place, [], qtbot)
        mode = place.stat().st_mode
        assert not mode & 0o077
        os.close(lock)

    def test_a_socket_that_was_left_behind_is_no_obstacle(self, place: Path, qtbot: QtBot) -> None:
        left = socket.socket(socket.AF_UNIX)
        left.bind(str(place))
        left.close()
        assert not instance.ask(place, [])
        lock = instance.claim(place)
        assert lock is not None
        server = InstanceServer(place)
        with qtbot.waitSignal(server.wanted, timeout=WAIT_MS):
            assert self.asked(place, ["/a"], qtbot)
        server.close()
        assert not place.exists()
        os.close(lock)

    @pytest.mark.parametrize(
        "line",
        [b"\n", b"{}\n", b'{"open": "x"}\n', b'{"open": [1]}\n', b"[" * 5000 + b"\n", b"x" * (3 << 20)],
    )
    def test_what_makes_no_sense_is_dropped(self, line: bytes, place: Path, qtbot: QtBot) -> None:
        server = InstanceServer(place)
        told: list[object] = []
        server.wanted.connect(lambda *words: told.append(words))
        channel = socket.socket(socket.AF_UNIX)
        channel.connect(str(place))
        channel.settimeout(20)
        answers: list[bytes] = []

        def say() -> None:
            try:
                channel.sendall(line)
                answers.append(channel.recv(10))
            except OSError:
                answers.append(b"")

        thread = threading.Thread(target=say)
        thread.start()
        qtbot.waitUntil(lambda: not thread.is_alive(), timeout=WAIT_MS)
        assert answers == [b""]
        assert not told
        channel.close()
        qtbot.waitUntil(lambda: server._open == 0, timeout=WAIT_MS)
        server.close()

    def test_a_folder_that_others_can_write_to_is_not_used(self, place: Path) -> None:
        place.parent.chmod(0o777)
        assert instance.place() is None

    def test_two_starts_one_window(self, place: Path, small: Path, tmp_path: Path) -> None:
        program = """
import sys, os
from PySide6.QtCore import QTimer
from qmigui.gui import app, instance, open_files
original = open_files.OpenFiles.open_file
def opened(self, name, place=None):
    original(self, name, place)
    print(name, flush=True)
    QTimer.singleShot(0, self.window().close)
open_files.OpenFiles.open_file = opened
claim = instance.claim
def claimed(path):
    lock = claim(path)
    print("ready", lock is not None, flush=True)
    return lock
instance.claim = claimed
sys.exit(app.main([]))
"""
        with subprocess.Popen(
            [sys.executable, "-c", program], stdout=subprocess.PIPE, cwd=checkout_root(), text=True
        ) as first:
            assert first.stdout is not None
            # It does not listen yet: the second start waits for it.
            assert first.stdout.readline() == "ready True\n"
            second = subprocess.run(
                [sys.executable, "-m", "qmigui", small.name],
                cwd=small.parent,
                env={**os.environ, "PYTHONPATH": str(checkout_root())},
                timeout=60,
                check=False,
            )
            assert second.returncode == 0
            told, _ = first.communicate(timeout=60)
        assert told == f"{small}\n"
        assert first.returncode == 0
        assert settings.session()["files"][0]["name"] == str(small)  # type: ignore[index]
