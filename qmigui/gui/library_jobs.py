"""Long work on the library, as processes in the list of conversions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from qmigui.errors import EXIT_OK, EXIT_PROBLEMS
from qmigui.gui.jobs import Job, StoreJob

ARCHIVE = "archive"
"""The form of what is exported with all that is said of it."""
_KEEP = "--keep-damaged"
_GOOD = ": good"
"""How the engine ends the line of an archive with which all is well."""


class KeepJob(StoreJob):
    """One state into the library, even if it is damaged."""

    def arguments(self) -> list[str]:
        """As the command line takes it."""
        arguments = super().arguments()
        return arguments if _KEEP in arguments else [*arguments, _KEEP]


class ImportJob(StoreJob):
    """One archive into the library, with all that is said of it."""

    def arguments(self) -> list[str]:
        """As the command line takes it."""
        return ["--import", str(self.source), "--library", str(self.target)]


@dataclass(eq=False)
class RestoreJob(Job):
    """One state out of the library; ``target`` is the file.

    Attributes:
        directory: of the library.
        reference: id of the state.
        name: of the state.
        form: ``binary``, ``ber``, ``libvirt``; empty: what was stored.
    """

    directory: Path = Path()
    reference: str = ""
    name: str = ""
    form: str = ""

    @property
    def source_words(self) -> str:
        """The state's name."""
        return self.name

    def arguments(self) -> list[str]:
        """As the command line takes it."""
        to = ["--to", self.form] if self.form else []
        return ["--restore", self.reference, str(self.target), *to, "--library", str(self.directory)]


@dataclass(eq=False)
class ExportJob(RestoreJob):
    """The archive of a state with its present words; ``target`` is the directory for it."""

    def arguments(self) -> list[str]:
        """As the command line takes it."""
        return ["--export", self.reference, str(self.target), "--library", str(self.directory)]

    @property
    def result(self) -> Path | None:
        """The engine tells the path that it has made."""
        return Path(self.said.splitlines()[-1]) if self.said else Path(self.target)


@dataclass(eq=False)
class VerifyJob(Job):
    """Archives against all their checksums; ``source`` and ``target`` are the library's folder.

    Attributes:
        references: ids of the states; none: all.
        name: what is verified, in words.
    """

    references: tuple[str, ...] = ()
    name: str = ""

    @property
    def source_words(self) -> str:
        """What is verified."""
        return self.name

    @property
    def target_words(self) -> str:
        """The library."""
        return ""

    @property
    def result(self) -> Path | None:
        """There is none to be opened."""
        return None

    def arguments(self) -> list[str]:
        """As the command line takes it."""
        return ["--verify", *self.references, "--library", str(self.target)]

    def is_good(self, code: int) -> bool:
        """It is done whatever it found; that is told."""
        return code in {EXIT_OK, EXIT_PROBLEMS}

    def hear(self, line: str) -> None:
        """Of archives with which all is well nothing needs to be said."""
        if line.strip() and not line.rstrip().endswith(_GOOD):
            super().hear(line)


def needs_consent(job: Job) -> bool:
    """Whether a state was refused for its errors only: it can be kept all the same."""
    return isinstance(job, StoreJob) and _KEEP in job.messages
