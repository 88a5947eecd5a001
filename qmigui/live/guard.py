"""The keeper's parent: starts it before the guest is touched, releases it when the guest is back."""

from __future__ import annotations

import json
import select
import subprocess
import sys

from qmigui.errors import TransportError
from qmigui.live import keeper

_START_SECONDS = 20
_REPORT_SECONDS = 60


class Guard:
    """A child process that gives the guest back if we do not.

    It has a session of its own, so that what ends us does not end it.

    Args:
        plan: see :mod:`qmigui.live.keeper`.

    Raises:
        TransportError: it cannot be started; the guest has not been touched.
    """

    def __init__(self, plan: keeper.Plan) -> None:
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", keeper.__file__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                start_new_session=True,
            )
        except OSError as error:
            raise TransportError(f"the guest's keeper cannot be started: {error.strerror}") from error
        try:
            self._write(json.dumps(plan).encode() + b"\n")
            if self._line(_START_SECONDS) != keeper.READY:
                raise TransportError("the guest's keeper does not start")
        except BaseException:
            self._process.kill()
            self._end()
            raise

    def _write(self, data: bytes) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(data)
        except OSError as error:
            raise TransportError(f"the guest's keeper has gone: {error.strerror}") from error

    def _line(self, seconds: float) -> bytes:
        """What it says, or nothing."""
        assert self._process.stdout is not None
        ready, _, _ = select.select([self._process.stdout], [], [], seconds)
        return self._process.stdout.readline() if ready else b""

    def release(self) -> None:
        """The guest is back: the keeper can go."""
        try:
            self._write(keeper.RELEASED)
        except TransportError:
            pass  # it is not needed any more
        self._end()

    def hand_over(self) -> str:
        """Have the keeper give the guest back; our own connection to the monitor must be closed.

        Returns:
            The guest's state; ``gone`` if QEMU has ended.

        Raises:
            TransportError: it could not, or has not yet.
        """
        assert self._process.stdin is not None
        self._process.stdin.close()
        line = self._line(_REPORT_SECONDS)
        if not line:
            raise TransportError("the guest's keeper is still trying to let the guest go on")
        report = json.loads(line)
        self._end()
        if "error" in report:
            raise TransportError(f"the guest cannot be let go on: {report['error']}")
        return str(report["state"])

    def _end(self) -> None:
        """Wait for the process."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.wait()
