"""The engine and the soundness check against a naive token game on small random graphs.

The game below knows nothing of the engine: it keeps a bag of marked flows and open tasks, tries every order
of moves, and asks the rule of the inclusive join (BPMN 2.0, 13.4.3) by walking paths flow by flow.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from typing import Any, NamedTuple

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from motcua.processes.engine import Complete
from motcua.processes.errors import EngineError
from motcua.processes.soundness import check_soundness

from .building import ENDS, Case, flows, gateway, net_of, users

MAX_BAG, MAX_STATES = 24, 4_000
Flow = tuple[str, str]
State = frozenset[tuple[Any, int]]  # a bag: marked flows and names of open tasks


class Graph(NamedTuple):
    kinds: dict[str, str]
    edges: tuple[Flow, ...]

    def ins(self, node: str) -> list[Flow]:
        return [f for f in self.edges if f[1] == node]

    def outs(self, node: str) -> list[Flow]:
        return [f for f in self.edges if f[0] == node]

    def drawn(self) -> str:
        told = ENDS
        for node, kind in self.kinds.items():
            told += users(node) if kind == "task" else gateway(kind, node) if kind in _GATEWAYS else ""
        parts = []
        for source, target in self.edges:
            decided = self.kinds[source] in ("exclusive", "inclusive") and len(self.outs(source)) > 1
            parts.append(f"{source}>{target}" + (f"[{source}_{target} == 1]" if decided else ""))
        return told + flows("; ".join(parts))


_GATEWAYS = ("exclusive", "parallel", "inclusive")


def bag(counted: Counter[Any]) -> State:
    return frozenset((k, n) for k, n in counted.items() if n)


def splits(graph: Graph, node: str) -> Iterator[tuple[Flow, ...]]:
    """Every set of flows that a node may mark when it is done."""
    outs, kind = graph.outs(node), graph.kinds[node]
    if kind == "exclusive":
        yield from ((f,) for f in outs)
    elif kind == "inclusive":
        for size in range(1, len(outs) + 1):
            yield from combinations(outs, size)
    else:
        yield tuple(outs)


def reaches(graph: Graph, start: Flow, goals: set[Flow], join: str) -> bool:
    """Whether a path that starts with the flow ends with one of the goals without visiting the join."""
    seen, todo = {start}, [start]
    while todo:
        flow = todo.pop()
        if flow in goals:
            return True
        if flow[1] != join:
            fresh = [f for f in graph.outs(flow[1]) if f not in seen]
            seen.update(fresh)
            todo += fresh
    return False


def may_fire(graph: Graph, held: Counter[Any], join: str) -> bool:
    marked = {f for f in graph.ins(join) if held[f]}
    unmarked = set(graph.ins(join)) - marked
    places = [f for f in held if isinstance(f, tuple)]
    places += [f for node in held if isinstance(node, str) for f in graph.outs(node)]
    return bool(marked) and all(
        not reaches(graph, f, unmarked, join) or _also(graph, f, held, marked, join) for f in places
    )


def _also(graph: Graph, start: Flow, held: Counter[Any], marked: set[Flow], join: str) -> bool:
    """A token in a task stands before all its flows at once: any of them may lead to a marked one."""
    beside = graph.outs(start[0]) if held[start[0]] and not held[start] else [start]
    return any(reaches(graph, f, marked, join) for f in beside)


ALL = frozenset({"plain", "choice", "join"})


def sort_of(graph: Graph, node: str) -> str:
    """Moves without a choice, moves that decide, inclusive joins."""
    if graph.kinds[node] == "inclusive" and len(graph.ins(node)) > 1:
        return "join"
    decides = graph.kinds[node] in ("exclusive", "inclusive") and len(graph.outs(node)) > 1
    return "choice" if decides else "plain"


def automatic(graph: Graph, state: State, sorts: frozenset[str] = ALL) -> Iterator[State]:
    """Every state after one move of a gateway, an end or a task that begins."""
    held: Counter[Any] = Counter(dict(state))
    for node, kind in graph.kinds.items():
        ins, inclusive = graph.ins(node), sort_of(graph, node) == "join"
        if sort_of(graph, node) not in sorts:
            continue
        if kind == "parallel" or inclusive:
            ready = may_fire(graph, held, node) if inclusive else all(held[f] for f in ins)
            taken = [tuple(f for f in ins if held[f])] if ready and ins else []
        else:
            taken = [(f,) for f in ins if held[f]]
        for used in taken:
            rest = held - Counter(used)
            if kind == "task":
                yield bag(rest + Counter([node]))
            elif kind == "end":
                yield bag(rest)
            else:
                yield from (bag(rest + Counter(way)) for way in splits(graph, node))


def done(graph: Graph, state: State, task: str) -> State:
    held: Counter[Any] = Counter(dict(state))
    return bag(held - Counter([task]) + Counter(graph.outs(task)))


def tasks(state: State) -> Counter[str]:
    return Counter({k: n for k, n in state if isinstance(k, str)})


def begun(graph: Graph) -> State:
    return bag(Counter(graph.outs("s")))


def settled(graph: Graph, states: set[State]) -> set[State]:
    """All states where nothing moves by itself any more, whatever the order of the moves before."""
    return resting(states, lambda state: automatic(graph, state), MAX_STATES, MAX_BAG)


def resting(
    states: set[State], moves: Callable[[State], Iterable[State]], most: int, largest: int
) -> set[State]:
    """Every state without a move that these lead to; gives the example up beyond so many, or so large ones."""
    seen, todo, quiet = set(states), list(states), set()
    while todo:
        state = todo.pop()
        after = list(moves(state))
        if not after:
            quiet.add(state)
        fresh = {found for found in after if found not in seen}
        assume(len(seen) < most and all(sum(n for _, n in found) <= largest for found in fresh))
        seen |= fresh
        todo += fresh
    return quiet


@st.composite
def graphs(draw: st.DrawFn, kinds: tuple[str, ...] = _GATEWAYS) -> Graph:
    """A start, an end, and two to six nodes between them; everything has a way in and a way out."""
    size = draw(st.integers(2, 6))
    names = [f"n{i}" for i in range(size)]
    edges: list[Flow] = [("s", "n0")]
    for i, name in enumerate(names):
        targets = draw(st.lists(st.sampled_from([*names, "e"]), min_size=1, max_size=3, unique=True))
        edges += [(name, t) for t in targets]
        if i and not any(t == name for _, t in edges):
            edges.append((names[draw(st.integers(0, i - 1))], name))
    for name in [*names, "e"]:
        if not any(t == name for _, t in edges):
            edges.append((draw(st.sampled_from([n for n in names if n != name])), name))
    edges = list(dict.fromkeys(edges))
    found = {"s": "start", "e": "end"}
    for name in names:
        plain = sum(f[1] == name for f in edges) < 2 and sum(f[0] == name for f in edges) < 2
        found[name] = "task" if plain else draw(st.sampled_from(["task", *kinds]))
    return Graph(found, tuple(edges))


@settings(max_examples=80)
@given(graphs(), st.integers(0, 2**32))
def test_what_the_engine_does_is_always_a_move_of_the_token_game(graph: Graph, seed: int) -> None:
    dice = random.Random(seed)
    net = net_of(graph.drawn())
    answers = [f"{a}_{b}" for a, b in graph.edges]

    def toss() -> dict[str, int]:
        return {name: dice.randint(0, 1) for name in answers}

    states = settled(graph, {begun(graph)})
    try:
        case = Case(net, **toss())
        for _ in range(8):
            open_ = Counter(w.node.id for w in case.waits())
            matching = {s for s in states if tasks(s) == open_}
            assert matching, (graph, dict(open_))
            if not open_:
                assert not case.marking.finished or frozenset() in matching
                break
            waits = dice.choice(case.waits())
            states = settled(graph, {done(graph, s, waits.node.id) for s in matching})
            case.send(Complete(waits.token, toss()))
    except EngineError as error:
        expected = ("no condition holds", "endless loop")
        if not any(words in str(error) for words in expected):
            raise


def sound(graph: Graph) -> bool:
    """Brute force over every state: nothing is stuck, the end stays in reach, every node is reached."""
    after: dict[State, set[State]] = {}
    reached: set[str] = set()
    first = begun(graph)
    todo = [first]
    while todo:
        state = todo.pop()
        if state in after:
            continue
        for place, _ in state:
            reached.add(place if isinstance(place, str) else place[0])
        moved: set[State] = set()
        for sort in ("plain", "choice", "join"):  # what needs no decision happens in the same instant
            moved = moved or set(automatic(graph, state, frozenset({sort})))
        if not moved:
            moved = {done(graph, state, task) for task in tasks(state)}
            if not moved and state:
                return False
        if any(sum(n for _, n in s) > MAX_BAG for s in moved):
            return False
        after[state] = moved
        assume(len(after) < MAX_STATES)
        todo += moved
    good: set[State] = {frozenset()}
    grown = True
    while grown:
        fresh = {s for s, n in after.items() if s not in good and n & good}
        grown = bool(fresh)
        good |= fresh
    return set(after) <= good and {n for n, k in graph.kinds.items() if k != "end"} <= reached


@settings(max_examples=70)
@given(graphs(("exclusive", "parallel")))
def test_soundness_is_what_brute_force_finds(graph: Graph) -> None:
    verdict = check_soundness(net_of(graph.drawn()))
    assume(verdict.decided)
    assert verdict.sound is sound(graph), verdict.violations


LATE = Graph(  # the way back into the split is chosen before the join looks at what can still come
    {"s": "start", "e": "end", "n0": "exclusive", "n1": "inclusive", "n2": "task", "n3": "parallel"},
    (
        ("s", "n0"),
        ("n0", "n0"),
        ("n0", "n3"),
        ("n1", "e"),
        ("n0", "n1"),
        ("n2", "n0"),
        ("n0", "n2"),
        ("n3", "n0"),
        ("n3", "n1"),
    ),
)


@settings(max_examples=70)
@given(graphs())
@example(LATE)
def test_soundness_with_an_inclusive_join_is_what_brute_force_finds(graph: Graph) -> None:
    joins = [n for n, k in graph.kinds.items() if k == "inclusive" and len(graph.ins(n)) > 1]
    assume(len(joins) == 1)
    verdict = check_soundness(net_of(graph.drawn()))
    assume(verdict.decided)
    assert verdict.sound is sound(graph), verdict.violations
