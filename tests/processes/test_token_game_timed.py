"""The token game again, with clocks at the border of steps and steps that several people do.

As naive as the other one: a bag of marked flows and of work begun. Work knows how many turns are left in it and whether
its clock has rung. When an hour passes, any of the clocks that run may ring; the game tries every set of them.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from itertools import product
from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.processes.engine import Complete, Tick, next_due
from motcua.processes.errors import EngineError

from .building import ENDS, Case, boundary, flows, gateway, net_of, timer
from .test_token_game import Flow, Graph, State, bag, graphs, resting, splits

MAX_BAG, MAX_STATES = 14, 2_000
_SEVERAL = (
    '<userTask id="{0}"><multiInstanceLoopCharacteristics isSequential="{1}">'
    "<loopCardinality>{2}</loopCardinality></multiInstanceLoopCharacteristics></userTask>"
)


class Step(NamedTuple):
    """How a task is done: so many turns, in a row or at once; where its clock leads, and whether that ends it."""

    turns: int = 1
    row: bool = False
    rings: str = ""
    ends: bool = False


class Work(NamedTuple):
    """A task that has begun."""

    node: str
    left: int
    rung: bool = False


class Timed(NamedTuple):
    graph: Graph
    steps: dict[str, Step]

    def drawn(self) -> str:
        told = ENDS
        parts = []
        for node, kind in self.graph.kinds.items():
            if kind in ("exclusive", "parallel"):
                told += gateway(kind, node)
            if (step := self.steps.get(node)) is not None:
                plain = f'<userTask id="{node}"/>'
                told += _SEVERAL.format(node, str(step.row).lower(), step.turns) if step.turns > 1 else plain
                if step.rings:
                    told += boundary(f"t{node}", node, timer("PT1H"), step.ends)
                    parts.append(f"t{node}>{step.rings}")
        for source, target in self.graph.edges:
            decided = self.graph.kinds[source] == "exclusive" and len(self.graph.outs(source)) > 1
            parts.append(f"{source}>{target}" + (f"[{source}_{target} == 1]" if decided else ""))
        return told + flows("; ".join(parts))

    def ins(self, node: str) -> list[Flow]:
        rung = [(f"t{name}", node) for name, step in self.steps.items() if step.rings == node]
        return [*self.graph.ins(node), *rung]


@st.composite
def timed(draw: st.DrawFn) -> Timed:
    graph = draw(graphs(("exclusive", "parallel")))
    places = sorted({target for _, target in graph.edges})
    steps = st.builds(
        Step,
        st.sampled_from([1, 1, 2, 3]),
        st.booleans(),
        st.sampled_from(["", *places]),
        st.booleans(),
    )
    return Timed(graph, {node: draw(steps) for node, kind in graph.kinds.items() if kind == "task"})


def automatic(game: Timed, state: State) -> Iterator[State]:
    held: Counter[Any] = Counter(dict(state))
    for node, kind in game.graph.kinds.items():
        marked = [flow for flow in game.ins(node) if held[flow]]
        if kind == "parallel":
            taken = [tuple(marked)] if marked and len(marked) == len(game.ins(node)) else []
        else:
            taken = [(flow,) for flow in marked]
        for used in taken:
            rest = held - Counter(used)
            if kind == "task":
                yield bag(rest + Counter([Work(node, game.steps[node].turns)]))
            elif kind == "end":
                yield bag(rest)
            else:
                yield from (bag(rest + Counter(way)) for way in splits(game.graph, node))


def settled(game: Timed, states: set[State]) -> set[State]:
    return resting(states, lambda state: automatic(game, state), MAX_STATES, MAX_BAG)


def begun(state: State) -> list[Work]:
    return [item for item, count in state if isinstance(item, Work) for _ in range(count)]


def waiting_for(game: Timed, state: State) -> Counter[str]:
    """How often each task stands in somebody's list."""
    found: Counter[str] = Counter()
    for work in begun(state):
        found[work.node] += 1 if game.steps[work.node].row else work.left
    return found


def running(game: Timed, state: State) -> list[Work]:
    return [work for work in begun(state) if game.steps[work.node].rings and not work.rung]


def done(game: Timed, state: State, node: str) -> Iterator[State]:
    """One turn of that task done, whichever of its works it belonged to."""
    for work in {work for work in begun(state) if work.node == node}:
        rest = Counter(dict(state)) - Counter([work])
        again: list[Any] = [work._replace(left=work.left - 1)] if work.left > 1 else game.graph.outs(node)
        yield bag(rest + Counter(again))


def rung(game: Timed, state: State) -> Iterator[State]:
    """Some of the clocks have rung, at least one."""
    clocks = running(game, state)
    for chosen in product((False, True), repeat=len(clocks)):
        held: Counter[Any] = Counter(dict(state))
        for work in (work for work, rings in zip(clocks, chosen, strict=True) if rings):
            step = game.steps[work.node]
            held = held - Counter([work]) + Counter([(f"t{work.node}", step.rings)])
            held += Counter([] if step.ends else [work._replace(rung=True)])
        if any(chosen):
            yield bag(held)


@settings(max_examples=120)
@given(timed(), st.integers(0, 2**32))
def test_clocks_and_steps_of_several_people_are_moves_of_the_token_game(game: Timed, seed: int) -> None:
    dice = random.Random(seed)
    answers = [f"{source}_{target}" for source, target in game.graph.edges]

    def toss() -> dict[str, int]:
        return {name: dice.randint(0, 1) for name in answers}

    states = settled(game, {bag(Counter(game.graph.outs("s")))})
    try:
        case = Case(net_of(game.drawn()), **toss())
        for _ in range(8):
            waits = [found for found in case.waits() if found.node.id in game.steps]
            open_ = Counter(found.node.id for found in waits)
            clocks = len(case.marking.alarms)
            matching = {
                state
                for state in states
                if waiting_for(game, state) == open_ and len(running(game, state)) == clocks
            }
            assert matching, (game, dict(open_), clocks)
            due = next_due(case.marking)
            assert (due is None) == (clocks == 0)
            if due is not None and dice.random() < 0.4:
                case.now = due
                after = {found for state in matching for found in rung(game, state)}
                states = settled(game, after)
                case.send(Tick())
            elif waits:
                chosen = dice.choice(waits)
                after = {found for state in matching for found in done(game, state, chosen.node.id)}
                states = settled(game, after)
                case.send(Complete(chosen.token, toss()))
            else:
                assert not case.marking.finished or frozenset() in matching
                break
    except EngineError as error:
        expected = ("no condition holds", "endless loop")
        if not any(words in str(error) for words in expected):
            raise
