# ruff: noqa: E501 - drawings in one line
"""Random processes against an independent reading of them, and random damage to files."""

from __future__ import annotations

import random
from collections import Counter
from contextlib import suppress
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.processes.engine import Complete
from motcua.processes.errors import ProcessError
from motcua.processes.soundness import check_soundness
from motcua.processes.walk import check_file, run_script

from .building import ENDS, MESSAGE, SIGNAL, Case, boundary, definitions, flows, gateway, net_of, timer, users

Block = tuple[Any, ...]

blocks = st.recursive(
    st.just(("task",)),
    lambda inner: st.one_of(
        st.tuples(st.just("row"), st.lists(inner, min_size=1, max_size=3)),
        st.tuples(
            st.sampled_from(["one", "any", "all", "all-any", "task-any"]),
            st.lists(inner, min_size=2, max_size=3),
        ),
        st.tuples(st.just("loop"), inner),
        st.tuples(st.just("sub"), inner),
    ),
    max_leaves=10,
)


class Drawing:
    """Draws a nested block as BPMN, and says which tasks it must do for given answers."""

    def __init__(self) -> None:
        self.nodes = ""
        self.flows = ""
        self.count = 0

    def new(self, letter: str) -> str:
        self.count += 1
        return f"{letter}{self.count}"

    def draw(self, block: Block, before: str, condition: str = "") -> tuple[str, Any]:
        """Draw `block` after the node `before`; returns its last node and its meaning."""

        def connect(source: str, target: str, told: str = "") -> None:
            self.flows += flows(f"{source}>{target}" + (f"[{told}]" if told else ""))

        kind = block[0]
        if kind == "task":
            key = self.new("t")
            self.nodes += users(key)
            connect(before, key, condition)
            return key, ("task", key)
        if kind == "row":
            entry = self.new("w")
            self.nodes += f'<serviceTask id="{entry}"/>'
            connect(before, entry, condition)
            last, meanings = entry, []
            for part in block[1]:
                last, meaning = self.draw(part, last)
                meanings.append(meaning)
            return last, ("row", meanings)
        if kind == "sub":
            return self._sub(block, before, condition, connect)
        if kind == "loop":
            merge, split = self.new("w"), self.new("x")
            way = self.new("q")  # never answered: once round
            self.nodes += gateway("exclusive", merge)
            connect(before, merge, condition)
            last, meaning = self.draw(block[1], merge)
            exit_ = self.new("n")
            self.nodes += (
                gateway("exclusive", split, default=f"{split}-{exit_}") + f'<serviceTask id="{exit_}"/>'
            )
            connect(last, split)
            connect(split, merge, f"{way} > 0")
            connect(split, exit_)
            return exit_, ("loop", way, meaning)
        return self._branches(block, before, condition, connect)

    def _sub(self, block: Block, before: str, condition: str, connect: Any) -> tuple[str, Any]:
        key, start, end = self.new("u"), self.new("us"), self.new("ue")
        outer_nodes, outer_flows, self.nodes, self.flows = self.nodes, self.flows, "", ""
        last, meaning = self.draw(block[1], start)
        self.flows += flows(f"{last}>{end}")
        inside = f'<startEvent id="{start}"/><endEvent id="{end}"/>' + self.nodes + self.flows
        self.nodes = outer_nodes + f'<subProcess id="{key}">{inside}</subProcess>'
        self.flows = outer_flows
        connect(before, key, condition)
        return key, meaning

    def _branches(self, block: Block, before: str, condition: str, connect: Any) -> tuple[str, Any]:
        kind = block[0]
        opening, closing = self.new("o"), self.new("j")
        splits = {"one": "exclusive", "any": "inclusive", "all": "parallel", "all-any": "parallel"}
        joins = {
            "one": "exclusive",
            "any": "inclusive",
            "all": "parallel",
            "all-any": "inclusive",
            "task-any": "inclusive",
        }
        default = self.new("d")
        told = "" if kind.startswith("all") else f"{opening}-{default}"
        self.nodes += gateway(joins[kind], closing) + f'<serviceTask id="{default}"/>'
        if kind == "task-any":
            self.nodes += f'<serviceTask id="{opening}" default="{told}"/>'
        else:
            self.nodes += gateway(splits[kind], opening, default=told)
        connect(before, opening, condition)
        meanings = []
        for part in block[1]:
            way = self.new("k")
            last, meaning = self.draw(part, opening, "" if kind.startswith("all") else f"{way} == 1")
            connect(last, closing)
            meanings.append((way, meaning))
        connect(opening, default)
        connect(default, closing)
        return closing, (kind, meanings)


def expected(meaning: Any, answers: dict[str, int]) -> Counter[str]:
    """What must be done, read off the nesting and not off the flows."""
    kind = meaning[0]
    if kind == "task":
        return Counter([meaning[1]])
    if kind == "row":
        return sum((expected(m, answers) for m in meaning[1]), Counter())
    if kind == "loop":
        return expected(meaning[2], answers)
    open_ = [m for way, m in meaning[1] if kind.startswith("all") or answers.get(way) == 1]
    chosen = open_[:1] if kind == "one" else open_
    return sum((expected(m, answers) for m in chosen), Counter())


@settings(max_examples=120)
@given(blocks, st.integers(0, 2**32))
def test_a_well_nested_process_does_exactly_what_its_nesting_says(block: Block, seed: int) -> None:
    drawing = Drawing()
    last, meaning = drawing.draw(block, "s")
    net = net_of(ENDS + drawing.nodes + drawing.flows + flows(f"{last}>e"))
    dice = random.Random(seed)
    answers = {f"k{i}": dice.choice([0, 1]) for i in range(drawing.count + 1)}
    case = Case(net, **answers)
    done: Counter[str] = Counter()
    for _ in range(500):
        waits = case.waits()
        if not waits:
            break
        chosen = dice.choice(waits)
        done[chosen.node.id] += 1
        case.send(Complete(chosen.token))
    assert case.marking.finished
    assert done == expected(meaning, answers)
    verdict = check_soundness(net, 1_000)
    assert verdict.sound or not verdict.decided


SAMPLE = definitions(
    ENDS + users("a", "b") + gateway("exclusive", "x", default="x-b") + boundary("t", "a", timer("PT1H"))
    + flows("s>x; x>a[k == 1]; x>b; a>e; b>e; t>e"), MESSAGE + SIGNAL,
)  # fmt: skip


@settings(max_examples=150)
@given(st.lists(st.tuples(st.integers(0, len(SAMPLE) - 1), st.binary(max_size=3)), min_size=1, max_size=4))
def test_a_damaged_file_gets_a_verdict_and_never_a_traceback(damage: list[tuple[int, bytes]]) -> None:
    source = SAMPLE
    for at, bytes_ in damage:
        source = source[:at] + bytes_ + source[at + 1 :]
    verdict = check_file(source)
    assert verdict.executable or verdict.problems


words = st.sampled_from(["s", "e", "a", "b", "x", "t", "x-a", "x-b", "", "zz", "true", "p"])


@settings(max_examples=150)
@given(st.lists(st.tuples(st.integers(0, 60), words), min_size=1, max_size=3))
def test_a_file_with_wrong_references_gets_a_verdict(swaps: list[tuple[int, str]]) -> None:
    parts = SAMPLE.decode().split('"')
    for at, word in swaps:
        parts[(at * 2 + 1) % (len(parts) - 1) | 1] = word
    source = '"'.join(parts).encode()
    verdict = check_file(source)
    assert verdict.executable or verdict.problems
    with suppress(ProcessError):
        list(run_script(source, {"steps": [{"advance": "PT2H"}]}))


@settings(max_examples=60)
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5),
                    lambda c: st.lists(c, max_size=3) | st.dictionaries(st.sampled_from(["variables", "steps", "complete", "set", "advance", "x"]), c, max_size=3)))  # fmt: skip
def test_any_script_is_walked_or_refused(script: Any) -> None:
    with suppress(ProcessError):
        list(run_script(SAMPLE, script))
