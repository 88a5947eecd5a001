"""Classes that are nothing but named values.

What ``dataclasses`` does with ``slots=True``, in a tenth of the time: programs that work for
a moment only spent most of it on defining such classes.  That records of values do not change
is held by the type checker, not at run time, which makes them quicker to build, too.

This module knows nothing of the values.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform, overload

_C = TypeVar("_C")
_R = TypeVar("_R")

_NOTHING: Any = object()


class _Field:
    """What is said of one value besides its type."""

    __slots__ = ("compare", "default", "default_factory", "init")

    def __init__(
        self, default: Any, default_factory: Callable[[], Any] | None, *, init: bool, compare: bool
    ) -> None:
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.compare = compare


def field(
    *,
    default: Any = _NOTHING,
    default_factory: Callable[[], Any] | None = None,
    init: bool = True,
    compare: bool = True,
) -> Any:
    """Stands for the default of a value of which more is to be said.

    Args:
        default: what it is if not given.
        default_factory: makes that anew for each record.
        init: it is an argument; else it has its default, or ``__post_init__`` sets it.
        compare: it counts when records are compared.
    """
    return _Field(default, default_factory, init=init, compare=compare)


@overload
def record(cls: type[_C], /) -> type[_C]: ...
@overload
def record(*, frozen: bool = True, eq: bool = True) -> Callable[[type[_C]], type[_C]]: ...
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[_C] | None = None, /, *, frozen: bool = True, eq: bool = True) -> Any:
    """Make a class of the annotated names in the body of *cls*.

    Args:
        cls: its annotations are the values, in the order of the arguments.
        frozen: the values do not change.
        eq: records are equal if their values are (then only frozen ones have a hash);
            else each is equal to itself alone.
    """

    def make(cls: type[_C]) -> Any:
        return _make(cls, frozen, eq)

    return make if cls is None else make(cls)


def replace(old: _R, **changes: Any) -> _R:
    """A record like *old* with other values for some names."""
    cls: Any = type(old)
    return cls(**{name: getattr(old, name) for name in cls.__match_args__} | changes)  # type: ignore[no-any-return]


def _make(cls: Any, frozen: bool, eq: bool) -> Any:
    """The class with slots, and with methods for its values."""
    body = {name: value for name, value in cls.__dict__.items() if name not in {"__dict__", "__weakref__"}}
    fields = {}
    for name in body.get("__annotations__", ()):
        value = body.pop(name, _NOTHING)
        is_field = isinstance(value, _Field)
        fields[name] = value if is_field else _Field(value, None, init=True, compare=True)
    body["__slots__"] = tuple(fields)
    body["__match_args__"] = tuple(name for name, value in fields.items() if value.init)

    def first_init(self: Any, *values: Any, **named: Any) -> None:
        # Most programs make records of few classes only, so an initializer is compiled when the first
        # record of its class is made, and stands here then.
        made.__init__ = _initializer(fields, "__post_init__" in body)
        made.__init__.__qualname__ = first_init.__qualname__
        made.__init__(self, *values, **named)

    first_init.__name__, first_init.__qualname__ = "__init__", f"{cls.__qualname__}.__init__"
    body["__init__"] = first_init
    body["__qualname__"] = cls.__qualname__
    body.setdefault("__repr__", _representation)
    if eq:
        compared = [name for name, value in fields.items() if value.compare]
        body["__eq__"], body["__hash__"] = _comparison(compared)
        if not frozen:
            body["__hash__"] = None
    made = type(cls)(cls.__name__, cls.__bases__, body)
    return made


def _initializer(fields: dict[str, _Field], has_more: bool) -> Any:
    """The ``__init__`` that sets all of *fields*."""
    names: dict[str, Any] = {"nothing": _NOTHING}
    arguments, lines = ["self"], []
    for name, value in fields.items():
        given = name
        if value.default_factory is not None:
            names[f"make_{name}"] = value.default_factory
            given = f"make_{name}() if {name} is nothing else {name}" if value.init else f"make_{name}()"
            if value.init:
                arguments.append(f"{name}=nothing")
        elif value.default is not _NOTHING:
            names[f"default_{name}"] = value.default
            if value.init:
                arguments.append(f"{name}=default_{name}")
            else:
                given = f"default_{name}"
        elif value.init:
            arguments.append(name)
        else:
            continue
        lines.append(f" self.{name} = {given}")
    if has_more:
        lines.append(" self.__post_init__()")
    source = f"def __init__({', '.join(arguments)}):\n" + ("\n".join(lines) or " pass")
    exec(source, names)  # noqa: S102 - names of attributes from our own source are all that goes in
    return names["__init__"]


def _comparison(compared: list[str]) -> tuple[Any, Any]:
    """``__eq__`` and ``__hash__`` by the values of these names."""
    key: Callable[[Any], Any] = attrgetter(*compared) if compared else _no_key

    def equal(self: Any, other: object) -> Any:
        return key(self) == key(other) if other.__class__ is self.__class__ else NotImplemented

    def hash_of(self: Any) -> int:
        return hash(key(self))

    return equal, hash_of


def _no_key(record: Any) -> tuple[()]:
    return ()


def _representation(self: Any) -> str:
    values = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__slots__)
    return f"{type(self).__qualname__}({values})"
