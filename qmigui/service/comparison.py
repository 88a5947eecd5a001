"""The use case of comparing two states."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

from qmigui.compare.page_names import PAGE_NAMES
from qmigui.errors import QmiguiError, UsageError
from qmigui.progress import Cancel, Progress
from qmigui.qemufile.copies import seekable
from qmigui.record import field, record
from qmigui.service.forms import BER, form_of
from qmigui.service.opening import open_state

if TYPE_CHECKING:
    from qmigui.compare.content import StateContent
    from qmigui.compare.diff import StateDiff
    from qmigui.compare.page_view import PagePair

__all__ = ["PAGE_NAMES", "Comparison", "compare"]

_STANDARD_INPUT = frozenset(("-", "fd:0", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"))


@record(frozen=False, eq=False)
class Comparison:
    """What comparing two states has found.

    Attributes:
        names: of the two files.
        forms: ``binary`` or ``ber``.
        diff: all that differs.
        pages: the pages that were asked for.
    """

    names: tuple[str, str]
    forms: tuple[str, str]
    diff: StateDiff
    pages: list[PagePair] = field(default_factory=list)

    def to_json(self) -> dict[str, object]:
        """Plain values; docs/compare.md says what they are."""
        told: dict[str, object] = {
            side: {"source": name, "form": form}
            for side, name, form in zip("ab", self.names, self.forms, strict=True)
        }
        told |= self.diff.to_json()
        if self.pages:
            told["pages"] = [page.to_json() for page in self.pages]
        return told


def compare(
    name_a: str,
    name_b: str,
    *,
    ranges: bool = False,
    pages_of: Sequence[str] = (),
    ignore: Sequence[str] = (),
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Comparison:
    """Compare what two states hold, whatever their form.

    Args:
        name_a: a path, ``-`` or ``fd:N``; what cannot seek is copied to a temporary file.
        name_b: the same of the other state.
        ranges: tell which pages of RAM differ.
        pages_of: places in RAM, ``[BLOCK:]OFFSET``, whose pages are wanted.
        ignore: shell patterns of sections, blocks and paths that do not count.
        progress: kept up to date while it runs.
        cancel: stops it.

    Raises:
        QmiguiError: a state could not be read, or a call that makes no sense.
    """
    from qmigui.compare.content import read_state
    from qmigui.compare.diff import diff_states
    from qmigui.compare.page_view import page_pair, parse_place
    from qmigui.compare.selection import Ignored

    progress = progress if progress is not None else Progress()
    cancel = cancel if cancel is not None else Cancel()
    places = [parse_place(text) for text in pages_of]
    if name_a in _STANDARD_INPUT and name_b in _STANDARD_INPUT:
        raise UsageError("only one of two states can come from standard input")

    def tick(length: int) -> None:
        cancel.check()
        progress.read_bytes += length

    with ExitStack() as stack:
        sources = [stack.enter_context(open_state(name, cancel=cancel)) for name in (name_a, name_b)]
        states: list[StateContent] = []
        forms = []
        for number, source in enumerate(sources):
            try:
                form = form_of(source)
                source = stack.enter_context(seekable(source, cancel))  # noqa: PLW2901 - or its copy
                progress.activity = source.name
                if number == 0 or progress.total_bytes is not None:
                    # Read once, then its pages again.
                    progress.total_bytes = (progress.total_bytes or 0) + 2 * (source.size or 0)
                states.append(stack.enter_context(read_state(source, form == BER, tick)))
            except QmiguiError as error:
                if error.source is None:
                    error.source = source.name
                raise
            forms.append(form)
        progress.activity = "comparing"
        diff = diff_states(states[0], states[1], Ignored(ignore), want_ranges=ranges, tick=tick)
        pages = [page_pair(states[0], states[1], place) for place in places]
        return Comparison((sources[0].name, sources[1].name), (forms[0], forms[1]), diff, pages)
