"""The benchmark of working time compares ways that agree; people read its figures, no test asserts them."""

from __future__ import annotations

from motcua.bench.worktime import run


def test_the_benchmark_gives_rates_and_ratios() -> None:
    figures = run(0.02)
    assert set(figures) >= {"additions_per_second", "ratio_to_day_walk", "ratio_to_shift_walk"}
    assert all(figure > 0 for figure in figures.values())
