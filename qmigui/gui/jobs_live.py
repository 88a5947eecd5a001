"""Jobs that deal with a QEMU that runs: taking its state, waiting for one, sending one.

Their ``command`` is what makes QEMU meet us.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from qmigui.gui.jobs import Job, StoreJob
from qmigui.service import naming


class _Live:
    """Begins at once; may take longer to stop, as a guest is given back first."""

    is_live: ClassVar[bool] = True
    patience_ms: ClassVar[int] = 15_000


@dataclass(eq=False)
class _OfGuest(Job):
    """Takes the state of a guest over its monitor.

    Attributes:
        runs: the guest runs meanwhile, and is paused for the end only.
        guest: how a list calls it.
    """

    runs: bool = False
    guest: str = ""

    def _capture(self, target: str) -> list[str]:
        return ["--capture", str(self.source), target, *(["--live"] if self.runs else [])]

    @property
    def source_words(self) -> str:
        """The guest."""
        return self.guest or str(self.source)


@dataclass(eq=False)
class CaptureJob(_Live, _OfGuest):
    """Takes the state of a guest into a file."""

    def arguments(self) -> list[str]:
        """As the command line takes it."""
        return [*self._capture(str(self.target)), *self.options.arguments()]


class ReceiveJob(_Live, Job):
    """Waits for a QEMU to send its state to ``source``, and writes a file."""


@dataclass(eq=False)
class _Keeping(_Live, StoreJob):
    """Into the library, whose folder is ``target``.

    Attributes:
        name: of the state; empty: the library finds one.
    """

    name: str = ""


@dataclass(eq=False)
class CaptureIntoLibraryJob(_Keeping, _OfGuest):
    """Takes the state of a guest into the library."""

    def arguments(self) -> list[str]:
        """As the command line takes it."""
        words = self._capture(naming.LIBRARY_PREFIX + self.name)
        return [*words, "--library", str(self.target), *self.how]


class ReceiveIntoLibraryJob(_Keeping):
    """Waits for a QEMU to send its state to ``source``, and keeps it in the library."""

    def arguments(self) -> list[str]:
        """As the command line takes it."""
        return [*super().arguments(), *(["--name", self.name] if self.name else [])]


@dataclass(eq=False)
class SendJob(_Live, Job):
    """Sends a state to a QEMU that waits at the address ``target``.

    Attributes:
        seconds: it is waited for so long.
    """

    seconds: int = 60

    def arguments(self) -> list[str]:
        """As the command line takes it."""
        words = ["--convert", str(self.source), str(self.target), "--to", "binary"]
        return [*words, "--timeout", str(self.seconds)]

    @property
    def result(self) -> Path | None:
        """There is no file."""
        return None

    @property
    def target_words(self) -> str:
        """The address."""
        return str(self.target)
