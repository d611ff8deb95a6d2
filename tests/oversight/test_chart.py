"""The drawing: as high as the number, inside its frame, and no drawing of nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from motcua.oversight.chart import HEIGHT, WIDTH, Pair, chart

PAIRS = st.lists(
    st.builds(Pair, st.text(max_size=5), st.integers(0, 10**6), st.integers(0, 10**6)), max_size=70
)


def test_nothing_makes_no_drawing() -> None:
    assert chart([]) is None
    assert chart([Pair("01", 0, 0)]) is None


@given(PAIRS)
def test_bars_stay_inside_and_are_as_high_as_their_numbers(pairs: list[Pair]) -> None:
    drawn = chart(pairs)
    if drawn is None:
        assert all(pair.received == pair.finished == 0 for pair in pairs)
        return
    tallest = max(drawn.bars, key=lambda bar: bar.value)
    for bar in drawn.bars:
        assert float(bar.x) >= 0
        assert float(bar.x) + float(bar.width) <= WIDTH
        assert 0 <= float(bar.y) <= HEIGHT
        expected = float(tallest.height) * bar.value / tallest.value
        assert abs(float(bar.height) - expected) < 0.2
    assert int(drawn.up[-1].text) >= tallest.value
    assert 2 <= len(drawn.up) <= 7
    assert len(drawn.across) <= 16
