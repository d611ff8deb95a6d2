"""Two bars for every part of a period, as coordinates of a drawing. Pure: the template draws, CSS colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 960, 280
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 8, 16, 34
_MOST_LABELS = 16


@dataclass(frozen=True, slots=True)
class Pair:
    """What is drawn for one part."""

    label: str
    received: int
    finished: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle, with what it says."""

    kind: str
    x: str
    y: str
    width: str
    height: str
    value: int
    label: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of an axis with its text."""

    position: str
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything the drawing needs; coordinates are texts with a point, whatever the page's language."""

    bars: tuple[Bar, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = WIDTH - _RIGHT
    floor: int = HEIGHT - _BOTTOM
    label_y: int = HEIGHT - _BOTTOM + 20


def chart(pairs: Sequence[Pair]) -> Chart | None:
    """The drawing; None when there is nothing to draw."""
    highest = max((max(pair.received, pair.finished) for pair in pairs), default=0)
    if highest == 0:
        return None
    step = _step(highest)
    top = -(-highest // step) * step
    floor, room = HEIGHT - _BOTTOM, HEIGHT - _BOTTOM - _TOP
    slot = (WIDTH - _LEFT - _RIGHT) / len(pairs)
    thick = min(slot * 0.36, 26.0)
    bars, across = [], []
    every = -(-len(pairs) // _MOST_LABELS)
    for index, pair in enumerate(pairs):
        middle = _LEFT + slot * (index + 0.5)
        for kind, value, x in (
            ("received", pair.received, middle - thick),
            ("finished", pair.finished, middle),
        ):
            tall = room * value / top
            bars.append(
                Bar(kind, _at(x), _at(floor - tall), _at(max(thick - 1, 1)), _at(tall), value, pair.label)
            )
        if index % every == 0:
            across.append(Tick(_at(middle), pair.label))
    up = tuple(Tick(_at(floor - room * value / top), str(value)) for value in range(0, top + 1, step))
    return Chart(tuple(bars), tuple(across), up)


def _step(highest: int) -> int:
    """A round distance between lines that gives about four of them."""
    size = 1
    while True:
        for factor in (1, 2, 5):
            if size * factor * 5 >= highest:
                return size * factor
        size *= 10


def _at(value: float) -> str:
    return f"{value:.1f}"
