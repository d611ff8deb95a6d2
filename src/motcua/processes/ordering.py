"""The order of a graph with loops: each node after those it follows, ways back left out."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def forward_order(
    roots: Iterable[Node], after: Mapping[Node, Sequence[Node]]
) -> tuple[list[Node], set[tuple[Node, Node]]]:
    """What can be reached from the roots, in a topological order without the ways back, and the ways that remain.

    Depth-first; a way to a node that is still open leads back: of `a > b > a` only `a > b` remains.
    """
    finished: list[Node] = []
    known: set[Node] = set()
    stack = [(root, False) for root in reversed([*roots])]
    while stack:
        here, closing = stack.pop()
        if closing:
            finished.append(here)
        elif here not in known:
            known.add(here)
            stack.append((here, True))
            stack.extend((target, False) for target in reversed(after[here]))
    order = finished[::-1]
    position = {node: place for place, node in enumerate(order)}
    return order, {(n, target) for n in order for target in after[n] if position[n] < position[target]}
