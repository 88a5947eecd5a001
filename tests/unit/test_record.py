from __future__ import annotations

import pytest

from qmigui.record import field, record, replace


@record
class Point:
    x: int
    y: int = 0
    origin: str = field(default="", compare=False)


@record(frozen=False)
class Bag:
    things: list[int] = field(default_factory=list)
    size: int = field(init=False)

    def __post_init__(self) -> None:
        self.size = len(self.things)


@record(frozen=False, eq=False)
class Node:
    name: str
    next: Node | None = None


def test_arguments_come_in_order_and_have_defaults() -> None:
    assert (Point(1).x, Point(1).y, Point(1, 2, origin="here").origin) == (1, 0, "here")
    with pytest.raises(TypeError):
        Point()  # type: ignore[call-arg]


def test_values_are_equal_and_hashed_by_what_counts() -> None:
    assert Point(1, 2, "a") == Point(1, 2, "b") != Point(2, 2)
    assert hash(Point(1, 2, "a")) == hash(Point(1, 2, "b"))
    other: object = (1, 2)
    assert Point(1, 2) != other
    assert Bag([1]) == Bag([1])
    with pytest.raises(TypeError):
        hash(Bag([1]))


def test_others_are_equal_to_themselves_alone() -> None:
    node = Node("a")
    assert [node] == [node] and node != Node("a")
    assert len({node, Node("a")}) == 2


def test_factories_make_anew() -> None:
    first, second = Bag(), Bag()
    first.things.append(1)
    assert second.things == []
    assert Bag([1, 2]).size == 2


def test_only_the_values_have_a_place() -> None:
    with pytest.raises(AttributeError):
        Bag().other = 1  # type: ignore[attr-defined]


def test_replace_changes_some() -> None:
    assert replace(Point(1, 2, "here"), x=5) == Point(5, 2)
    assert replace(Point(1, 2, "here"), x=5).origin == "here"


def test_they_can_be_shown_and_matched() -> None:
    assert repr(Point(1, 2)) == "Point(x=1, y=2, origin='')"
    assert Point.__doc__ is None and Node.__init__.__qualname__ == "Node.__init__"
    match Point(3, 4):
        case Point(x, y):
            assert (x, y) == (3, 4)


def test_a_record_without_values() -> None:
    @record
    class Nothing:
        """None at all."""

    assert Nothing() == Nothing() and hash(Nothing()) == hash(Nothing())
