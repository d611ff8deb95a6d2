# ruff: noqa: E501 - drawings in one line
"""Soundness: what can strand, multiply or never happen is found, with the way there; what is sound is left in peace."""

from __future__ import annotations

import pytest

from motcua.processes.publication import longest, publication_problems
from motcua.processes.soundness import Fault, check_soundness

from .building import (
    ENDS,
    MESSAGE_DEFINITION,
    SIGNAL_DEFINITION,
    boundary,
    catch,
    flows,
    gateway,
    net_of,
    timer,
    users,
)

TERMINATE = '<endEvent id="z"><terminateEventDefinition/></endEvent>'
SUB = f'<subProcess id="u"><startEvent id="us"/><endEvent id="ue"/>{users("i")}{flows("us>i; i>ue")}</subProcess>'

SOUND = {
    "a line": ENDS + users("a", "b") + flows("s>a; a>b; b>e"),
    "choice and merge": ENDS + users("a", "b") + gateway("exclusive", "x", default="x-b") + gateway("exclusive", "m")
    + flows("s>x; x>a[k]; x>b; a>m; b>m; m>e"),
    "split and join": ENDS + users("a", "b") + gateway("parallel", "g", "j") + flows("s>g; g>a; g>b; a>j; b>j; j>e"),
    "parallel branches ending apart": ENDS + '<endEvent id="e2"/>' + users("a", "b") + flows("s>a; s>b; a>e; b>e2"),
    "inclusive": ENDS + users("a", "b", "c") + gateway("inclusive", "g", default="g-c") + gateway("inclusive", "j")
    + flows("s>g; g>a[x]; g>b[y]; g>c; a>j; b>j; c>j; j>e"),
    "inclusive join after a parallel split": ENDS + users("a", "b") + gateway("parallel", "g") + gateway("inclusive", "j")
    + flows("s>g; g>a; g>b; a>j; b>j; j>e"),
    "loop with a way out": ENDS + users("a") + gateway("exclusive", "m") + gateway("exclusive", "x", default="x-e")
    + flows("s>m; m>a; a>x; x>m[k]; x>e"),
    "loop of a service": ENDS + '<serviceTask id="a"/>' + gateway("exclusive", "m")
    + gateway("exclusive", "x", default="x-e") + flows("s>m; m>a; a>x; x>m[k]; x>e"),
    "deadline": ENDS + users("a", "b") + boundary("t", "a", timer("PT1H")) + flows("s>a; a>e; t>b; b>e"),
    "deadline of a service": ENDS + '<serviceTask id="a"/>' + users("b") + boundary("t", "a", timer("PT1H"))
    + flows("s>a; a>e; t>b; b>e"),
    "reminder": ENDS + users("a", "b") + boundary("t", "a", timer("R3/PT1H", "timeCycle"), False)
    + flows("s>a; a>e; t>b; b>e"),
    "deadline of a sub-process": ENDS + SUB + users("b") + boundary("t", "u", MESSAGE_DEFINITION)
    + flows("s>u; u>e; t>b; b>e"),
    "first event wins": ENDS + gateway("eventBased", "v") + catch("t", timer("P1D")) + catch("m", MESSAGE_DEFINITION)
    + flows("s>v; v>t; v>m; t>e; m>e"),
    "terminate": ENDS + TERMINATE + users("a", "b", "c") + flows("s>a; s>b; a>z; b>c; c>e"),
    "signal between branches": ENDS + catch("c", SIGNAL_DEFINITION) + users("a")
    + f'<intermediateThrowEvent id="t">{SIGNAL_DEFINITION}</intermediateThrowEvent>' + flows("s>c; s>a; a>t; t>e; c>e"),
    "several instances": ENDS + '<userTask id="a"><multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality>'
    "<completionCondition>nrOfCompletedInstances &gt; 1</completionCondition></multiInstanceLoopCharacteristics></userTask>"
    + flows("s>a; a>e"),
    "conditional flows out of a task": ENDS + '<userTask id="a" default="a-d"/>' + users("b", "c", "d")
    + flows("s>a; a>b[x]; a>c[y]; a>d; b>e; c>e; d>e"),
    "two starts": ENDS + f'<startEvent id="s2">{MESSAGE_DEFINITION}</startEvent>' + users("a", "b") + flows("s>a; s2>b; a>e; b>e"),
}  # fmt: skip


@pytest.mark.parametrize("name", SOUND)
def test_what_always_finishes_is_sound(name: str) -> None:
    verdict = check_soundness(net_of(SOUND[name]))
    assert verdict.sound, verdict
    assert verdict.decided


UNSOUND = {
    "choice into a join": (Fault.DEADLOCK, "j", ENDS + users("a", "b") + gateway("exclusive", "x", default="x-b")
                           + gateway("parallel", "j") + flows("s>x; x>a[k]; x>b; a>j; b>j; j>e")),
    "inclusive into a parallel join": (Fault.DEADLOCK, "j", ENDS + users("a", "b") + gateway("inclusive", "x", default="x-b")
                                       + gateway("parallel", "j") + flows("s>x; x>a[k]; x>b; a>j; b>j; j>e")),
    "join waiting for a loop": (Fault.DEADLOCK, "j", ENDS + users("a") + gateway("parallel", "j")
                                + gateway("exclusive", "x", default="x-e") + flows("s>j; j>a; a>x; x>j[k]; x>e")),
    "branch that leaves the split": (Fault.DEADLOCK, "j", ENDS + users("a", "b") + gateway("parallel", "g", "j")
                                     + gateway("exclusive", "x", default="x-e")
                                     + flows("s>g; g>a; g>b; a>x; x>j[k]; x>e; b>j; j>e")),
    "deadline inside a split": (Fault.DEADLOCK, "j", ENDS + users("a", "b") + gateway("parallel", "g", "j")
                                + boundary("t", "a", timer("PT1H")) + flows("s>g; g>a; g>b; a>j; b>j; j>e; t>e")),
    "circle without a way out": (Fault.LIVELOCK, "", ENDS + users("a", "b", "c") + gateway("exclusive", "m")
                                 + gateway("exclusive", "x", default="x-c") + flows("s>x; x>m[k]; m>a; a>b; b>m; x>c; c>e")),
    "automatic circle": (Fault.LIVELOCK, "", ENDS + users("c") + '<serviceTask id="a"/><serviceTask id="b"/>'
                         + gateway("exclusive", "m") + gateway("exclusive", "x", default="x-c")
                         + flows("s>x; x>m[k]; m>a; a>b; b>m; x>c; c>e")),
    "tokens multiplying": (Fault.UNBOUNDED, "", ENDS + users("a", "b") + gateway("exclusive", "m") + gateway("parallel", "g")
                           + flows("s>m; m>a; a>g; g>m; g>b; b>e")),
    "tokens multiplying by themselves": (Fault.UNBOUNDED, "", ENDS + users("b") + gateway("exclusive", "m")
                                         + gateway("parallel", "g") + '<serviceTask id="a"/>'
                                         + flows("s>m; m>a; a>g; g>m; g>b; b>e")),
    "inclusive joins waiting for each other": (Fault.DEADLOCK, "", ENDS + users("a", "b") + gateway("parallel", "g")
                                               + gateway("inclusive", "j", "k") + gateway("exclusive", "x", "y")
                                               + flows("s>g; g>a; g>b; a>j; b>k; j>x; x>k[p]; x>e[not p]; k>y; y>j[q]; y>e[not q]")),
    "deadlock inside a sub-process": (
        Fault.DEADLOCK, "j", ENDS + '<subProcess id="u"><startEvent id="us"/><endEvent id="ue"/>' + users("a", "b")
        + gateway("exclusive", "x", default="x-b") + gateway("parallel", "j")
        + flows("us>x; x>a[k]; x>b; a>j; b>j; j>ue") + "</subProcess>" + flows("s>u; u>e")),
    "step behind a deadlock": (Fault.DEADLOCK, "j", ENDS + users("a", "b") + gateway("parallel", "j", "g")
                               + flows("s>j; g>j; j>a; a>g; g>b; b>e")),
}  # fmt: skip


@pytest.mark.parametrize("name", UNSOUND)
def test_what_can_go_wrong_is_found_with_the_way_there(name: str) -> None:
    fault, element, process = UNSOUND[name]
    net = net_of(process)
    verdict = check_soundness(net)
    assert not verdict.sound
    violation = verdict.violations[0]
    assert violation.fault is fault, violation
    assert violation.path
    assert violation.path[0][0] == "s"
    if fault is Fault.DEADLOCK:
        assert violation.path[-1][0] == violation.element
    assert {key for key, _ in violation.path} <= {n.id for n in net.nodes}
    if element:
        assert violation.element == element


def test_a_step_that_never_comes_is_named() -> None:
    sub = f'<subProcess id="u"><startEvent id="us"/><endEvent id="uz"><terminateEventDefinition/></endEvent>{flows("us>uz")}</subProcess>'
    process = ENDS + sub + users("a") + boundary("t", "u", timer("PT1H")) + flows("s>u; u>e; t>a; a>e")
    verdict = check_soundness(net_of(process))
    assert not verdict.sound
    assert {v.element for v in verdict.violations} == {"t", "a"}
    assert {v.fault for v in verdict.violations} == {Fault.UNREACHABLE}


def test_many_parallel_steps_are_decided_by_passing_over_what_influences_only_itself() -> None:
    names = [f"b{i}s{k}" for i in range(8) for k in range(4)]
    drawn = "".join(f"g>b{i}s0; b{i}s0>b{i}s1; b{i}s1>b{i}s2; b{i}s2>b{i}s3; b{i}s3>j;" for i in range(8))
    process = ENDS + users(*names) + gateway("parallel", "g", "j") + flows("s>g;" + drawn + "j>e")
    verdict = check_soundness(net_of(process), limit=500)
    assert verdict.sound


def test_too_many_states_are_said_honestly() -> None:
    drawn = "".join(f"g>a{i}[x{i}]; a{i}>b{i}; b{i}>j;" for i in range(7))
    names = [f"{k}{i}" for k in "ab" for i in range(7)]
    process = ENDS + users(*names) + gateway("inclusive", "g", "j") + flows("s>g;" + drawn + "j>e")
    verdict = check_soundness(net_of(process), limit=50)
    assert not verdict.sound
    assert not verdict.decided
    assert verdict.violations[0].fault is Fault.UNDECIDED
    assert "not decided within" in verdict.violations[0].reason


# ── publication ────────────────────────────────────────────────────────────────────────────────────────────
def step(key: str, told: str) -> str:
    return f'<userTask id="{key}" name="{key.upper()}" {told}/>'


FULL = 'motcua:role="clerk" motcua:action="clerk" motcua:time="1wd"'


def test_a_complete_process_can_be_published() -> None:
    assert publication_problems(net_of(ENDS + step("a", FULL) + flows("s>a; a>e")), 480) == ()


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ('motcua:action="clerk"', "role"),
        ('motcua:role="clerk"', "status"),
        (FULL.replace("1wd", "2wd"), "time"),
    ],
)
def test_what_is_missing_is_named(told: str, code: str) -> None:
    found = publication_problems(net_of(ENDS + step("a", told) + flows("s>a; a>e")), 480)
    assert [p.code for p in found] == [code]


def test_a_script_is_read_but_not_published() -> None:
    found = publication_problems(net_of(ENDS + '<scriptTask id="a" name="Chạy"/>' + flows("s>a; a>e")))
    assert [(p.code, p.element, p.name) for p in found] == [("script", "a", "Chạy")]


def test_the_longest_way_counts_parallel_branches_once_and_loops_once() -> None:
    def timed(key: str, time: str) -> str:
        return step(key, f'motcua:time="{time}"')

    sub = f'<subProcess id="u"><startEvent id="us"/><endEvent id="ue"/>{timed("i", "1wd")}{flows("us>i; i>ue")}</subProcess>'
    process = (
        ENDS + timed("a", "1wh") + timed("b", "4wh") + timed("c", "2wh") + timed("d", "30min") + sub
        + gateway("parallel", "g", "j") + gateway("exclusive", "m") + gateway("exclusive", "x", default="x-u")
        + flows("s>m; m>a; a>g; g>b; g>c; b>j; c>j; j>d; d>x; x>m[k]; x>u; u>e")
    )  # fmt: skip
    total, steps = longest(net_of(process))
    assert total == 60 + 240 + 30 + 480
    assert [n.id for n in steps] == ["a", "b", "d", "i"]
