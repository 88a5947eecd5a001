"""What a walker keeps of the elements that are open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qmigui.schema.frames import Frame

if TYPE_CHECKING:
    from qmigui.schema.dump.selection import Mode
    from qmigui.schema.dump.steps import Step, Target


class Open(Frame):
    """An open element: of the checker's frame what tells where it ends and how it is called.

    Args:
        target: what it holds.
        step: what it is; None for the whole.
        start: offset of its first octet.
        end, bound: as in a frame.
        mode: whether it is shown.

    Attributes:
        target, step, mode: as given.
        indent: the handler's, of what is in it.
    """

    __slots__ = ("indent", "mode", "step", "target")

    def __init__(
        self, target: Target, step: Step | None, start: int, end: int, bound: int | None, mode: Mode
    ) -> None:
        # Not by the base class: thousands of these are made a second, and half of it is not used.
        self.node = target.node
        self.target = target
        self.step = step
        self.label = step.label if step is not None else ""
        self.name = None
        self.start = start
        self.end = end
        self.bound = bound
        self.state = 0
        self.count = 0
        self.mode = mode
        self.indent = 0


class Text:
    """A string that is being read.

    Args:
        wanted: how many of its octets are handed on.

    Attributes:
        wanted: as given.
        length: octets so far.
    """

    __slots__ = ("length", "wanted")

    def __init__(self, wanted: int) -> None:
        self.wanted = wanted
        self.length = 0
