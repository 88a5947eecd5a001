"""Which elements of a BER file are shown."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from qmigui.schema.dump.opened import Open
from qmigui.schema.frames import path_of
from qmigui.stream.tree_select import PathPattern, Relation, matches_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qmigui.schema.dump.steps import Step

_SECTIONS = frozenset(("SecFull", "SecMin"))
# What sections lie in.
_AROUND = frozenset(("QemuFile", "Command"))


class Mode(enum.Enum):
    """What becomes of an element."""

    SHOWN = "shown"
    """With all that is in it."""
    ABOVE = "above"
    """If something in it is shown."""
    HIDDEN = "hidden"


class Selection:
    """Decides for one walk; asked for the elements in those that are :attr:`Mode.ABOVE`.

    Args:
        sections: names of sections, or shell patterns; empty: any element.
        path: as messages print it, of the element that is shown; None: any.

    Attributes:
        found: something has been shown.
    """

    def __init__(self, sections: Sequence[str], path: PathPattern | None) -> None:
        self._sections = tuple(sections)
        self._path = path
        self._idstrs: dict[bytes, bytes] = {}
        self.found = False

    def mode(self, frames: Sequence[Open], step: Step, name: str | None, members: dict[str, bytes]) -> Mode:
        """What becomes of an element in the innermost of *frames*.

        Args:
            frames: the open elements; the last one is :attr:`Mode.ABOVE`.
            step: what the element is.
            name: what tells it apart, or None.
            members: its first members, by name.
        """
        outer = frames[-1]
        section = self._by_section(outer, step, members) if self._sections else Mode.SHOWN
        path = Mode.SHOWN
        if self._path is not None and section is not Mode.HIDDEN:
            stub = Open(step.target or outer.target, step, 0, 0, None, Mode.HIDDEN)
            stub.name = name
            path = _MODES[self._path.relation(path_of([*frames, stub]) or "")]
            if len(frames) == 1:
                path = Mode.ABOVE  # the whole has no path
        if section is Mode.HIDDEN or path is Mode.HIDDEN:
            return Mode.HIDDEN
        if section is Mode.ABOVE or path is Mode.ABOVE:
            return Mode.ABOVE
        self.found = True
        return Mode.SHOWN

    def _by_section(self, outer: Open, step: Step, members: dict[str, bytes]) -> Mode:
        kind = step.type.name
        if kind not in _SECTIONS:
            if self._is_inside(outer):
                return Mode.SHOWN
            is_around = kind in _AROUND or step.label in {"items", "package"}
            return Mode.ABOVE if is_around else Mode.HIDDEN
        number = members.get("id", b"")
        idstr = members.get("idstr")
        if idstr is not None:
            self._idstrs[number] = idstr
        else:
            idstr = self._idstrs.get(number, b"")
        text = idstr.decode("utf-8", "backslashreplace")
        return Mode.SHOWN if matches_name(text, self._sections) else Mode.HIDDEN

    def _is_inside(self, outer: Open) -> bool:
        """Whether *outer* is a section, or in one: others would have been hidden."""
        return (
            outer.step is not None
            and outer.step.type.name not in _AROUND
            and outer.label not in {"items", "package"}
        )


_MODES = {Relation.INSIDE: Mode.SHOWN, Relation.ABOVE: Mode.ABOVE, Relation.APART: Mode.HIDDEN}
