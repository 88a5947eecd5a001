"""Any device state at all: what our writer makes of it strangers read, and the other way round."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from qmigui.visitor.base import KINDS
from qmigui.visitor.ber_writer import BerVisitor
from qmigui.vmstate import codec
from tests.interop.decoders import Asn1tools, Pycrate
from tests.interop.own_devices import vmstate_tree
from tests.interop.values import Tree, file_with
from tests.interop.wire_form import payload_of

NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=255).filter(
    lambda name: len(name.encode()) <= 255
)
VERSIONS = st.integers(0, 2**32 - 1)


def integers(kind: str) -> st.SearchStrategy[Tree]:
    """Values of an integer alternative, those at its bounds often."""
    low, high = KINDS[kind].low, KINDS[kind].high
    edges = [
        each for each in (low, low + 1, -129, -128, -1, 0, 1, 127, 128, high - 1, high) if low <= each <= high
    ]
    return st.tuples(st.just(kind), st.sampled_from(edges) | st.integers(low, high))


LEAVES = st.one_of(
    st.tuples(st.just("bool"), st.booleans()),
    st.tuples(st.just("octets"), st.binary(max_size=300)),
    st.just(("nullptr", None)),
    *map(integers, KINDS),
)


def vmstates(values: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    """VMStates with fields of *values*."""
    fields = st.lists(st.fixed_dictionaries({"name": NAMES, "value": values}), max_size=3)
    plain = st.fixed_dictionaries({"fields": fields})
    subsection = st.fixed_dictionaries({"name": NAMES, "versionid": VERSIONS, "contents": plain})
    subsections = st.lists(subsection, min_size=1, max_size=2)
    return plain | st.fixed_dictionaries({"fields": fields, "subsections": subsections})


def compounds(values: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    """Values that hold others."""
    structs = vmstates(values)
    keys = st.tuples(st.just("direct"), st.integers(0, 2**64 - 1)) | st.tuples(st.just("struct"), structs)
    entries = st.fixed_dictionaries({"key": keys, "value": structs})
    return st.one_of(
        st.tuples(st.just("struct"), structs),
        st.tuples(st.just("array"), st.lists(values, max_size=4)),
        st.tuples(st.just("list"), st.lists(structs, max_size=3)),
        st.tuples(st.just("tree"), st.lists(entries, max_size=2)),
    )


TREES = vmstates(st.recursive(LEAVES, compounds, max_leaves=12))


def tell(tree: Tree, visitor: BerVisitor) -> None:
    """Tell a visitor a VMState, one value at a time."""
    visitor.begin_struct()
    for field in tree["fields"]:
        visitor.field(field["name"], "", 0)
        _tell_value(field["value"], visitor)
    if "subsections" in tree:
        visitor.begin_subsections()
        for subsection in tree["subsections"]:
            visitor.begin_subsection(subsection["name"], subsection["versionid"])
            tell(subsection["contents"], visitor)
            visitor.end_subsection()
        visitor.end_subsections()
    visitor.end_struct()


def _tell_value(value: Tree, visitor: BerVisitor) -> None:
    kind, what = value
    match kind:
        case "bool":
            visitor.boolean(what)
        case "octets":
            visitor.octets(what)
        case "nullptr":
            visitor.nullptr()
        case "struct":
            tell(what, visitor)
        case "array":
            visitor.begin_array()
            for each in what:
                _tell_value(each, visitor)
            visitor.end_array()
        case "list":
            visitor.begin_list()
            for each in what:
                visitor.list_element()
                tell(each, visitor)
            visitor.end_list()
        case "tree":
            visitor.begin_tree()
            for entry in what:
                visitor.begin_tree_entry()
                if entry["key"][0] == "direct":
                    visitor.tree_key(entry["key"][1])
                else:
                    tell(entry["key"][1], visitor)
                tell(entry["value"], visitor)
                visitor.end_tree_entry()
            visitor.end_tree()
        case _:
            visitor.integer(kind, what)


@settings(max_examples=75, deadline=None)
@given(TREES)
def test_both_ways(asn1tools_decoder: Asn1tools, pycrate_decoder: Pycrate, tree: Tree) -> None:
    visitor = BerVisitor()
    tell(tree, visitor)
    ours = visitor.result()
    theirs = asn1tools_decoder.encode_tree(tree, "VMState")
    assert ours == theirs  # both of the shortest form
    assert vmstate_tree(theirs) == tree
    assert codec.decode(theirs, 0, None) == payload_of(tree)
    file = file_with(tree)
    assert pycrate_decoder.decode(asn1tools_decoder.encode_tree(file)) == file
