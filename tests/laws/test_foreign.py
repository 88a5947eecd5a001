"""BER may be written in many ways: all of them mean the same binary."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.converting import to_ber, to_binary
from tests.foreign import Style, indefinite, long, odd_pieces, rewritten, short
from tests.laws.strategies import Built, law, streams
from tests.sources import PipeSource

lengths = st.one_of(st.just(short), st.integers(4, 126).map(long))
styles = st.builds(
    Style,
    containers=st.one_of(lengths, st.just(indefinite)),
    primitives=lengths,
    cut=st.sampled_from([None, None, odd_pieces, lambda length: [length], lambda length: [0, length, 0]]),
    nested=st.booleans(),
    true=st.integers(1, 255),
)


@law
@given(stream=streams(small=True), data=st.data())
def test_any_style_means_the_same(stream: Built, data: st.DataObject) -> None:
    chosen = data.draw(st.lists(styles, min_size=1, max_size=7))
    single = data.draw(st.booleans())
    turn = 0

    def pick() -> Style:
        nonlocal turn
        turn += 1
        return chosen[turn % len(chosen)]

    other = rewritten(to_ber(stream.octets, single=single), pick)
    assert to_binary(other) == stream.octets
    assert to_binary(PipeSource(other, (997,)), window=500) == stream.octets
