"""Jobs that deal with a QEMU that runs: taking its state, waiting for one, sending one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from qmigui.gui.jobs import Job, StoreJob

_LIBRARY = "library:"


@dataclass(eq=False)
class LiveJob(Job):
    """Begins at once; may take longer to stop, as a guest is given back first."""

    is_live: ClassVar[bool] = True
    patience_ms: ClassVar[int] = 15_000


@dataclass(eq=False)
class CaptureJob(LiveJob):
    """Takes the state of a guest over its monitor into a file.

    Attributes:
        runs: the guest runs meanwhile, and is paused for the end only.
        guest: how a list calls it.
    """

    runs: bool = False
    guest: str = ""

    def arguments(self) -> list[str]:
        """As the command line takes it."""
        return ["--capture", str(self.source), str(self.target), *self._options()]

    def _options(self) -> list[str]:
        return (["--live"] if self.runs else []) + self.options.arguments()

    @property
    def source_words(self) -> str:
        """The guest."""
        return self.guest or str(self.source)


@dataclass(eq=False)
class ReceiveJob(LiveJob):
    """Waits for a QEMU to send its state to ``source``, and writes a file.

    Attributes:
        line: what is to be said to QEMU.
    """

    line: str = ""

    @property
    def command(self) -> str:
        """What is to be said to QEMU."""
        return self.line


@dataclass(eq=False)
class _Keeping(StoreJob):
    """Into the library, whose folder is ``target``.

    Attributes:
        name: of the state; empty: the library finds one.
    """

    name: str = ""
    is_live: ClassVar[bool] = True
    patience_ms: ClassVar[int] = 15_000


@dataclass(eq=False)
class CaptureIntoLibraryJob(_Keeping):
    """Takes the state of a guest over its monitor into the library.

    Attributes:
        runs: the guest runs meanwhile, and is paused for the end only.
        guest: how a list calls it.
    """

    runs: bool = False
    guest: str = ""

    def arguments(self) -> list[str]:
        """As the command line takes it."""
        words = ["--capture", str(self.source), _LIBRARY + self.name, "--library", str(self.target)]
        return [*words, *(["--live"] if self.runs else []), *self.how]

    @property
    def source_words(self) -> str:
        """The guest."""
        return self.guest or str(self.source)


@dataclass(eq=False)
class ReceiveIntoLibraryJob(_Keeping):
    """Waits for a QEMU to send its state to ``source``, and keeps it in the library.

    Attributes:
        line: what is to be said to QEMU.
    """

    line: str = ""

    def arguments(self) -> list[str]:
        """As the command line takes it."""
        return [*super().arguments(), *(["--name", self.name] if self.name else [])]

    @property
    def command(self) -> str:
        """What is to be said to QEMU."""
        return self.line


@dataclass(eq=False)
class SendJob(LiveJob):
    """Sends a state to a QEMU that waits at the address ``target``.

    Attributes:
        seconds: it is waited for so long.
        line: with which QEMU waits.
    """

    seconds: int = 60
    line: str = ""

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

    @property
    def command(self) -> str:
        """With which QEMU waits."""
        return self.line
