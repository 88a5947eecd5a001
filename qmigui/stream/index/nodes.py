"""Nodes of the tree: how they are called, and what is shown of one."""

from __future__ import annotations

import enum
from typing import NamedTuple

MOST_CHILDREN = 4096
"""No node has more."""

ROOT = 0
"""The number of the outermost node."""

_PART_BITS = 28
_PART_MASK = (1 << _PART_BITS) - 1


class Kind(enum.IntEnum):
    """What an element is, for colours and icons."""

    STRUCTURE = 0
    """Header, configuration, commands, the end: what holds a stream together."""
    SECTION = 1
    CONTAINER = 2
    NUMBER = 3
    OCTETS = 4
    TEXT = 5
    SUBSECTION = 6
    PAGES = 7
    ZERO_PAGES = 8
    OTHER_PAGES = 9
    """XBZRLE, compressed, filled."""
    DESCRIPTION = 10
    LOST = 11
    """Octets that could not be read."""
    GROUP = 12
    """A range of elements that are too many for one list."""
    WAITING = 13
    """What has not been read yet."""


class Space(enum.IntEnum):
    """What the parts of a node's number mean."""

    ROOT = 0
    ITEM = 1
    """item, row in it"""
    ITEMS = 2
    """ordinal of the first item of a group"""
    ROWS = 3
    """item, first row of a group"""
    SEGMENT = 4
    """segment"""
    SEGMENTS = 5
    """first segment of a group"""
    RUN = 6
    """run of pages"""
    RUNS = 7
    """first run of a group"""
    PAGE = 8
    """run, page in it"""
    PAGES = 9
    """run, first page of a group"""
    WAITING = 10
    """The octets that have not been read yet."""


class Node(NamedTuple):
    """The parts of a node's number.

    Attributes:
        space: what the others mean.
        first: see :class:`Space`.
        second: likewise.
        level: of a group: it stands for 4096 to this power of elements.
    """

    space: int
    first: int = 0
    second: int = 0
    level: int = 0

    @property
    def number(self) -> int:
        """All of it in 64 bits."""
        return self.space << 60 | self.level << 56 | self.first << _PART_BITS | self.second


def node_of(number: int) -> Node:
    """The parts of a number; numbers that were never given make no harm."""
    return Node(
        number >> 60 & 15, number >> _PART_BITS & _PART_MASK, number & _PART_MASK, number >> 56 & 15
    )


class Row(NamedTuple):
    """What is shown of a node.

    Attributes:
        node: its number.
        name, type, value: its columns; numbers as ``4096 (0x1000)``.
        offset: of its first octet, -1: it has none.
        length: octets.
        kind: what it is.
        children: how many nodes it has.
    """

    node: int
    name: str
    type: str
    value: str
    offset: int
    length: int
    kind: Kind
    children: int


def level_for(count: int) -> int:
    """How many elements a child stands for, as a power of 4096, if there are *count* elements."""
    level = 0
    while count > MOST_CHILDREN:
        count = -(-count // MOST_CHILDREN)
        level += 1
    return level


def child_count(count: int) -> int:
    """How many children show *count* elements."""
    return -(-count // int(MOST_CHILDREN ** level_for(count)))
