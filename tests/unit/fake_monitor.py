"""A monitor that answers as a test says: for what the QEMU that is installed does not do."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.builders import Ram, StreamBuilder, content

STATE = StreamBuilder().ram(Ram().page(0, content(1), name="pc.ram")).build()


class FakeMonitor:
    """Serves one client after another, as QEMU does, with a guest that can be paused and migrated.

    Args:
        path: of the socket.
        answers: what a command returns instead; an exception's text is an error; a callable
            gives one of these; octets are sent as they are, and it hangs up.
        greeting: what it says first.

    Attributes:
        state: of the guest.
        done: commands, in the order in which they came.
    """

    def __init__(
        self, path: Path, answers: dict[str, Any] | None = None, greeting: bytes | None = None
    ) -> None:
        self.address = f"unix:{path}"
        self.answers = answers or {}
        self.state = "running"
        self.migration: dict[str, Any] = {}
        self.done: list[str] = []
        self.parameters: dict[str, Any] = {"max-bandwidth": 128 << 20}
        version = {"qemu": {"major": 10, "minor": 0, "micro": 0}, "package": ""}
        real = json.dumps({"QMP": {"version": version, "capabilities": []}}).encode() + b"\n"
        self._greeting = greeting if greeting is not None else real
        self._passed: list[int] = []
        self._ended = threading.Event()
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(path))
        self._listener.listen(1)
        self._listener.settimeout(0.05)
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join(20)
        self._listener.close()
        for fd in self._passed:
            os.close(fd)
        assert not self._thread.is_alive()

    def _serve(self) -> None:
        while not self._ended.is_set():
            with contextlib.suppress(TimeoutError, OSError):
                connection, _ = self._listener.accept()
                with connection:
                    connection.settimeout(0.05)
                    self._talk(connection)

    def _talk(self, connection: socket.socket) -> None:
        connection.sendall(self._greeting)
        pending = b""
        while not self._ended.is_set():
            try:
                data, fds, _, _ = socket.recv_fds(connection, 1 << 16, 4)
            except TimeoutError:
                continue
            self._passed += fds
            if not data:
                return
            pending += data
            while pending.strip():
                try:
                    request, end = json.JSONDecoder().raw_decode(pending.decode().lstrip())
                except ValueError:
                    break
                pending = pending.decode().lstrip()[end:].encode()
                answer = self._answer(request)
                if isinstance(answer, bytes):
                    connection.sendall(answer)
                    return
                if "id" in request:
                    answer["id"] = request["id"]
                connection.sendall(json.dumps(answer).encode() + b"\n")

    def _answer(self, request: dict[str, Any]) -> Any:
        """The answer to a request."""
        command, arguments = request["execute"], request.get("arguments", {})
        self.done.append(command)
        answer = self.answers.get(command)
        if callable(answer):
            answer = answer()
        if answer is None:
            answer = getattr(self, "do_" + command.replace("-", "_"), dict)(**_named(arguments))
        if isinstance(answer, Exception):
            return {"error": {"class": "GenericError", "desc": str(answer)}}
        return answer if isinstance(answer, bytes) else {"return": answer}

    def do_query_status(self) -> Any:
        return {"status": self.state, "running": self.state == "running"}

    def do_query_migrate(self) -> Any:
        return self.migration

    def do_query_migrate_capabilities(self) -> Any:
        return []

    def do_query_migrate_parameters(self) -> Any:
        return self.parameters

    def do_migrate_set_parameters(self, **changed: Any) -> Any:
        self.parameters |= {name.replace("_", "-"): value for name, value in changed.items()}
        return {}

    def do_stop(self) -> Any:
        self.state = "paused"
        return {}

    def do_cont(self) -> Any:
        self.state = "running"
        return {}

    def do_migrate(self, uri: str) -> Any:
        """Send the state through the descriptor that was passed last."""
        assert uri.startswith("fd:")
        with socket.socket(fileno=self._passed.pop()) as channel:
            channel.sendall(STATE)
        self.migration = {"status": "completed"}
        self.state = "postmigrate"
        return {}

    def do_migrate_cancel(self) -> Any:
        if self.migration.get("status") not in {None, "completed", "failed"}:
            self.migration = {"status": "cancelled"}
        return {}


def _named(arguments: dict[str, Any]) -> dict[str, Any]:
    return {name.replace("-", "_"): value for name, value in arguments.items()}
