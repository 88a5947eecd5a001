"""The binary form of a device, made from its VMState by the rules of the module's comments.

The plain twin of :mod:`qmigui.visitor.binary`.
"""

from __future__ import annotations

from tests.interop.values import Tree

_WIDTHS = {"8": 1, "16": 2, "32": 4, "64": 8}


def payload_of(vmstate: Tree) -> bytes:
    """Fields, then subsections."""
    octets = b"".join(_value(field["value"]) for field in vmstate["fields"])
    for sub in vmstate.get("subsections", []):
        name = sub["name"].encode()
        octets += bytes((5, len(name))) + name + sub["versionid"].to_bytes(4)
        octets += payload_of(sub["contents"])
    return octets


def _value(value: Tree) -> bytes:
    kind, what = value
    match kind:
        case "bool":
            return bytes((what,))
        case "octets":
            return bytes(what)
        case "struct":
            return payload_of(what)
        case "array":
            return b"".join(map(_value, what))
        case "nullptr":
            return b"0"
        case "list":
            return b"".join(b"\x01" + payload_of(each) for each in what) + b"\x00"
        case "tree":
            entries = (b"\x01" + _key(each["key"]) + payload_of(each["value"]) for each in what)
            return len(what).to_bytes(4) + b"".join(entries) + b"\x00"
    integer: int = what
    return integer.to_bytes(_WIDTHS[kind[1:]], signed=kind[0] == "s")


def _key(key: Tree) -> bytes:
    kind, what = key
    return what.to_bytes(8) if kind == "direct" else payload_of(what)


def vmstates(items: Tree) -> list[Tree]:
    """The VMState of each device in a list of items, in order."""
    found = []
    for name, value in items:
        if name == "secfull" and value["body"][0] == "vmstate":
            found.append(value["body"][1])
        elif name == "command":
            found += vmstates(value.get("package", []))
    return found
