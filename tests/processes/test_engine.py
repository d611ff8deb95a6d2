# ruff: noqa: E501 - drawings in one line
"""The engine, construct by construct."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from motcua.processes.engine import (
    Complete,
    Marking,
    Message,
    SendBack,
    Signal,
    Start,
    Tick,
    advance,
    earlier,
    next_due,
)
from motcua.processes.errors import EngineError
from motcua.processes.net import Net

from .building import (
    ENDS,
    MESSAGE_DEFINITION,
    MORNING,
    SIGNAL_DEFINITION,
    Case,
    boundary,
    catch,
    flows,
    gateway,
    net_of,
    timer,
    users,
)


def later(case: Case, **time: float) -> Case:
    case.now += timedelta(**time)
    return case.send(Tick())


# ── sequence ───────────────────────────────────────────────────────────────────────────────────────────────
def test_steps_follow_each_other() -> None:
    case = Case(net_of(ENDS + users("a", "b") + flows("s>a; a>b; b>e")))
    case.do("a", "b")
    assert case.story() == ["+s", "s", "+a", "a", "+b", "b", "+e", "e"]
    assert case.marking.finished


def test_a_task_keeps_its_number_from_entered_to_completed() -> None:
    case = Case(net_of(ENDS + users("a", "b") + flows("s>a; a>b; b>e"))).do("a", "b")
    numbers = [(e.what, e.element, e.token) for e in case.events if e.element in "ab"]
    assert numbers == [("entered", "a", 1), ("completed", "a", 1), ("entered", "b", 2), ("completed", "b", 2)]


def test_a_plain_and_a_manual_task_wait_for_a_person() -> None:
    case = Case(net_of(ENDS + '<task id="a"/><manualTask id="b"/>' + flows("s>a; a>b; b>e")))
    assert case.open() == ["a"]
    assert case.do("a").open() == ["b"]


def test_service_send_and_script_tasks_pass_by_themselves() -> None:
    tasks = '<serviceTask id="a"/><sendTask id="b" messageRef="m1"/><scriptTask id="c"><script>boom()</script></scriptTask>'
    case = Case(net_of(ENDS + tasks + flows("s>a; a>b; b>c; c>e")))
    assert case.marking.finished
    assert case.story() == ["+s", "s", "+a", "a", "+b", "b", "+c", "c", "+e", "e"]
    assert case.last is not None
    assert [(m.message, m.element) for m in case.last.sent] == [("bổ sung", "b")]


def test_two_flows_out_of_a_task_are_both_taken() -> None:
    case = Case(net_of(ENDS + users("a", "b", "c") + flows("s>a; a>b; a>c; b>e; c>e"))).do("a")
    assert case.open() == ["b", "c"]


def test_two_flows_into_a_task_begin_it_twice() -> None:
    case = Case(net_of(ENDS + users("a", "b", "c") + flows("s>a; s>b; a>c; b>c; c>e"))).do("a", "b")
    assert case.open() == ["c", "c"]
    assert case.do("c", "c").marking.finished


# ── exclusive ──────────────────────────────────────────────────────────────────────────────────────────────
CHOICE = ENDS + users("a", "b", "c") + gateway("exclusive", "x", default="x-c")
CHOICE_FLOWS = flows("s>x; x>a[k > 10]; x>b[k > 5]; x>c; a>e; b>e; c>e")


@pytest.mark.parametrize(("k", "taken"), [(11, "a"), (6, "b"), (1, "c"), (None, "c")])
def test_the_first_condition_that_holds_decides(k: int | None, taken: str) -> None:
    assert Case(net_of(CHOICE + CHOICE_FLOWS), k=k).open() == [taken]


def test_the_order_of_the_outgoing_list_counts() -> None:
    listed = (
        '<startEvent id="s"><outgoing>s-x</outgoing></startEvent><endEvent id="e"><incoming>a-e</incoming><incoming>b-e</incoming></endEvent>'
        '<exclusiveGateway id="x"><incoming>s-x</incoming><outgoing>x-b</outgoing><outgoing>x-a</outgoing></exclusiveGateway>'
        '<userTask id="a"><incoming>x-a</incoming><outgoing>a-e</outgoing></userTask>'
        '<userTask id="b"><incoming>x-b</incoming><outgoing>b-e</outgoing></userTask>'
    )
    net = net_of(listed + flows("s>x; x>a[k > 1]; x>b[k > 0]; a>e; b>e"))
    assert Case(net, k=5).open() == ["b"]


def test_no_way_out_is_an_error_that_names_the_gateway() -> None:
    process = (
        ENDS + users("a", "b") + gateway("exclusive", "x") + flows("s>x; x>a[k > 5]; x>b[k > 9]; a>e; b>e")
    )
    with pytest.raises(EngineError, match="x"):
        Case(net_of(process), k=1)


def test_a_condition_on_the_wrong_type_names_its_flow_and_changes_nothing() -> None:
    net = net_of(
        ENDS
        + users("a", "b", "c")
        + gateway("exclusive", "x", default="x-c")
        + flows("s>a; a>x; x>b[k > 5]; x>c; b>e; c>e")
    )
    case = Case(net, k="nhiều")
    before = case.marking
    with pytest.raises(EngineError, match="x-b"):
        case.do("a")
    assert case.marking == before
    assert case.do("a", k=7).open() == ["b"]


def test_a_loop_back_goes_round_until_it_is_done() -> None:
    net = net_of(ENDS + users("a", "b") + gateway("exclusive", "m") + gateway("exclusive", "x", default="x-m")
                 + flows("s>m; m>a; a>b; b>x; x>m; x>e[xong]"))  # fmt: skip
    case = Case(net)
    for _ in range(50):
        case.do("a", "b", xong=False)
    assert len(json.dumps(case.marking.to_json())) < 60
    assert case.do("a", "b", xong=True).marking.finished


def test_an_endless_automatic_loop_is_stopped() -> None:
    net = net_of(ENDS + '<serviceTask id="a"/>' + gateway("exclusive", "m") + gateway("exclusive", "x", default="x-m")
                 + flows("s>m; m>a; a>x; x>m; x>e[xong]"))  # fmt: skip
    with pytest.raises(EngineError, match="endless loop"):
        Case(net)


# ── conditional flows out of tasks ─────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("k", "taken"), [(1, ["d", "n"]), (5, ["c1", "n"]), (20, ["c1", "c2", "n"])], ids=["none", "one", "both"]
)
def test_conditional_flows_out_of_a_task(k: int, taken: list[str]) -> None:
    process = ENDS + users("c1", "c2", "d", "n") + '<userTask id="a" default="a-d"/>'
    drawn = flows("s>a; a>d; a>c1[k > 2]; a>c2[k > 10]; a>n; c1>e; c2>e; d>e; n>e")
    assert Case(net_of(process + drawn)).do("a", k=k).open() == taken


# ── parallel ───────────────────────────────────────────────────────────────────────────────────────────────
PARALLEL = (
    ENDS + users("a", "b", "c") + gateway("parallel", "g", "j") + flows("s>g; g>a; g>b; a>j; b>j; j>c; c>e")
)


@pytest.mark.parametrize("order", [("a", "b"), ("b", "a")])
def test_a_parallel_join_waits_for_every_branch(order: tuple[str, str]) -> None:
    case = Case(net_of(PARALLEL))
    assert case.open() == ["a", "b"]
    case.do(order[0])
    assert case.open() == [order[1]]
    case.do(order[1])
    assert case.open() == ["c"]
    assert case.story().count("+j") == 1


def test_one_branch_arriving_twice_does_not_replace_the_other() -> None:
    net = net_of(ENDS + users("a", "b", "c") + gateway("parallel", "g", "j") + gateway("exclusive", "m")
                 + flows("s>g; g>a; g>m; g>c; c>m; m>b; a>j; b>j; j>e"))  # fmt: skip
    case = Case(net).do("c", "b", "b")
    assert case.open() == ["a"]
    case.do("a")
    assert case.open() == []
    assert not case.marking.finished


# ── inclusive ──────────────────────────────────────────────────────────────────────────────────────────────
INCLUSIVE = (
    ENDS + users("a", "b", "c", "z") + gateway("inclusive", "j") + gateway("inclusive", "g", default="g-c")
    + flows("s>g; g>a[x]; g>b[y]; g>c; a>j; b>j; c>j; j>z; z>e")
)  # fmt: skip


@pytest.mark.parametrize(
    ("x", "y", "taken"),
    [(True, True, ["a", "b"]), (True, False, ["a"]), (False, True, ["b"]), (False, False, ["c"])],
)
def test_an_inclusive_join_waits_exactly_for_what_was_begun(x: bool, y: bool, taken: list[str]) -> None:
    case = Case(net_of(INCLUSIVE), x=x, y=y)
    assert case.open() == taken
    for n, step in enumerate(taken):
        assert "z" not in case.open(), n
        case.do(step)
    assert case.open() == ["z"]
    assert case.story().count("+j") == case.story().count("+z") == 1


def test_an_inclusive_join_waits_for_a_branch_still_far_away() -> None:
    net = net_of(ENDS + users("a", "b", "c", "z") + gateway("parallel", "g") + gateway("inclusive", "j")
                 + flows("s>g; g>a; g>b; a>j; b>c; c>j; j>z; z>e"))  # fmt: skip
    case = Case(net).do("a", "b")
    assert case.open() == ["c"]
    assert case.do("c").open() == ["z"]


def test_an_inclusive_join_does_not_wait_for_a_branch_that_turned_away() -> None:
    net = net_of(ENDS + users("a", "b", "n", "z") + gateway("parallel", "g") + gateway("inclusive", "j")
                 + gateway("exclusive", "x", default="x-n")
                 + flows("s>g; g>a; g>b; a>j; b>x; x>j[về]; x>n; n>e; j>z; z>e"))  # fmt: skip
    case = Case(net).do("a")
    assert case.open() == ["b"]
    assert case.do("b", về=False).open() == ["n", "z"]


def test_an_inclusive_join_ignores_a_token_that_can_only_add_to_a_marked_flow() -> None:
    """The token at b can reach the marked flow (through m), so the standard lets the join fire."""
    net = net_of(ENDS + users("a", "b", "c", "z") + gateway("parallel", "g") + gateway("exclusive", "m", "x")
                 + gateway("inclusive", "j")
                 + flows("s>g; g>a; g>b; a>m; m>j; b>x; x>m[k]; x>c[not k]; c>j; j>z; z>e"))  # fmt: skip
    case = Case(net).do("a")
    assert case.open() == ["b", "z"]


def test_an_inclusive_join_in_a_loop_does_not_wait_for_itself() -> None:
    net = net_of(ENDS + users("a", "b") + gateway("inclusive", "j") + gateway("exclusive", "x", default="x-e")
                 + flows("s>j; j>a; a>x; x>b[lại]; x>e; b>j"))  # fmt: skip
    case = Case(net).do("a", lại=True)
    case.do("b")
    assert case.open() == ["a"]
    assert case.do("a", lại=False).marking.finished


def test_two_inclusive_joins_in_a_row_each_fire_once() -> None:
    net = net_of(ENDS + users("a", "b", "c", "z") + gateway("parallel", "g", "h") + gateway("inclusive", "j", "k")
                 + flows("s>g; g>a; g>h; h>b; h>c; a>j; b>j; j>k; c>k; k>z; z>e"))  # fmt: skip
    case = Case(net).do("c", "a")
    assert case.open() == ["b"]
    assert case.do("b").open() == ["z"]
    assert case.story().count("+j") == case.story().count("+k") == 1


def test_a_token_in_a_sub_process_holds_back_the_join_outside() -> None:
    sub = f'<subProcess id="u"><startEvent id="us"/><endEvent id="ue"/>{users("i")}{flows("us>i; i>ue")}</subProcess>'
    net = net_of(ENDS + users("a", "z") + sub + gateway("parallel", "g") + gateway("inclusive", "j")
                 + flows("s>g; g>a; g>u; a>j; u>j; j>z; z>e"))  # fmt: skip
    case = Case(net).do("a")
    assert case.open() == ["i"]
    assert case.do("i").open() == ["z"]


def test_the_default_is_taken_only_when_no_condition_holds() -> None:
    assert Case(net_of(INCLUSIVE)).open() == ["c"]


# ── events ─────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_timer_holds_the_process_until_it_is_due() -> None:
    case = Case(net_of(ENDS + catch("t", timer("PT4H")) + flows("s>t; t>e")))
    assert case.open() == ["t"]
    assert next_due(case.marking) == MORNING + timedelta(hours=4)
    later(case, hours=3.9)
    assert case.open() == ["t"]
    later(case, hours=0.2)
    assert case.marking.finished


def test_a_message_wakes_the_one_who_waits_for_it() -> None:
    net = net_of(ENDS + '<receiveTask id="r" messageRef="m1"/>' + flows("s>r; r>e"))
    with pytest.raises(EngineError, match="nothing waits"):
        Case(net).send(Message("khác"))
    assert Case(net).send(Message("bổ sung", {"số": 1})).marking.finished
    assert Case(net).send(Message("m1")).marking.finished


def test_one_message_wakes_one_waiter_the_oldest() -> None:
    waits = catch("c1", MESSAGE_DEFINITION) + catch("c2", MESSAGE_DEFINITION)
    case = Case(net_of(ENDS + waits + flows("s>c1; s>c2; c1>e; c2>e"))).send(Message("bổ sung"))
    assert case.open() == ["c2"]


def test_a_signal_wakes_everybody() -> None:
    waits = catch("c1", SIGNAL_DEFINITION) + catch("c2", SIGNAL_DEFINITION)
    assert Case(net_of(ENDS + waits + flows("s>c1; s>c2; c1>e; c2>e"))).send(Signal("dừng")).marking.finished


def test_a_thrown_signal_is_heard_in_the_same_process_even_by_a_neighbour_just_arriving() -> None:
    throw = f'<intermediateThrowEvent id="t">{SIGNAL_DEFINITION}</intermediateThrowEvent>'
    net = net_of(ENDS + throw + catch("c", SIGNAL_DEFINITION) + flows("s>t; s>c; t>e; c>e"))
    assert Case(net).marking.finished


def test_a_signal_thrown_before_anybody_waits_is_lost() -> None:
    throw = f'<intermediateThrowEvent id="t">{SIGNAL_DEFINITION}</intermediateThrowEvent>'
    assert Case(net_of(ENDS + throw + catch("c", SIGNAL_DEFINITION) + flows("s>t; t>c; c>e"))).open() == ["c"]


def test_a_signal_at_the_end_is_heard_too() -> None:
    end = f'<endEvent id="f">{SIGNAL_DEFINITION}</endEvent>'
    case = Case(
        net_of(ENDS + users("a") + end + catch("c", SIGNAL_DEFINITION) + flows("s>a; s>c; a>f; c>e"))
    ).do("a")
    assert case.marking.finished


def test_a_thrown_message_leaves_the_process_and_is_not_heard_inside() -> None:
    throw = f'<intermediateThrowEvent id="t">{MESSAGE_DEFINITION}</intermediateThrowEvent>'
    case = Case(net_of(ENDS + throw + catch("c", MESSAGE_DEFINITION) + flows("s>c; s>t; t>e; c>e")))
    assert case.open() == ["c"]
    assert case.last is not None
    assert [m.message for m in case.last.sent] == ["bổ sung"]


EVENT_GATEWAY = (
    ENDS + gateway("eventBased", "v") + catch("t", timer("P2D")) + catch("m", MESSAGE_DEFINITION) + users("a", "b")
    + flows("s>v; v>t; v>m; t>a; m>b; a>e; b>e")
)  # fmt: skip


def test_an_event_gateway_takes_what_comes_first() -> None:
    case = Case(net_of(EVENT_GATEWAY))
    assert case.open() == ["m", "t"]
    assert case.send(Message("bổ sung")).open() == ["b"]
    assert next_due(case.marking) is None
    assert case.story() == ["+s", "s", "+v", "v", "+m", "m", "+b"]
    assert later(Case(net_of(EVENT_GATEWAY)), days=2).open() == ["a"]


def test_an_interrupting_boundary_timer_cancels_the_step() -> None:
    net = net_of(ENDS + users("a", "b") + boundary("t", "a", timer("PT4H")) + flows("s>a; a>e; t>b; b>e"))
    case = later(Case(net), hours=4)
    assert case.open() == ["b"]
    assert case.story() == ["+s", "s", "+a", "-a", "+t", "t", "+b"]
    assert case.do("b").marking.finished
    done = Case(net).do("a")
    assert done.marking.finished
    assert done.marking.alarms == ()


def test_a_non_interrupting_boundary_timer_leaves_the_step_open() -> None:
    net = net_of(
        ENDS
        + users("a", "b")
        + boundary("t", "a", timer("R2/PT1H", "timeCycle"), False)
        + flows("s>a; a>e; t>b; b>e")
    )
    case = Case(net)
    assert later(case, hours=1).open() == ["a", "b"]
    assert later(case, hours=1).open() == ["a", "b", "b"]
    assert later(case, hours=9).open() == ["a", "b", "b"]
    assert case.do("b", "b", "a").marking.finished


def test_a_tick_after_a_long_sleep_catches_up_on_every_turn() -> None:
    net = net_of(ENDS + users("a") + '<serviceTask id="b"/>' + boundary("t", "a", timer("R5/PT1H", "timeCycle"), False)
                 + flows("s>a; a>e; t>b; b>e"))  # fmt: skip
    assert later(Case(net), days=1).completed().count("b") == 5


def test_a_message_at_the_border_of_a_step() -> None:
    net = net_of(
        ENDS + users("a", "b") + boundary("t", "a", MESSAGE_DEFINITION) + flows("s>a; a>e; t>b; b>e")
    )
    assert Case(net).send(Message("bổ sung")).open() == ["b"]


# ── sub-processes and calls ────────────────────────────────────────────────────────────────────────────────
INNER = users("i", "k") + flows("us>i; us>k; i>ue; k>ue")
SUB = f'<subProcess id="u" name="Liên thông"><startEvent id="us"/><endEvent id="ue"/>{INNER}</subProcess>'


def test_a_sub_process_is_done_when_nothing_is_left_inside() -> None:
    case = Case(net_of(ENDS + SUB + users("z") + flows("s>u; u>z; z>e")))
    assert case.open() == ["i", "k"]
    assert case.do("k").open() == ["i"]
    assert case.do("i").open() == ["z"]
    assert case.story() == [
        "+s",
        "s",
        "+u",
        "+us",
        "us",
        "+i",
        "+k",
        "k",
        "+ue",
        "ue",
        "i",
        "+ue",
        "ue",
        "u",
        "+z",
    ]


def test_a_boundary_event_cancels_a_sub_process_with_everything_inside() -> None:
    case = Case(
        net_of(ENDS + SUB + users("z") + boundary("t", "u", timer("P1D")) + flows("s>u; u>e; t>z; z>e"))
    )
    later(case, days=1)
    assert case.open() == ["z"]
    assert case.story()[-6:] == ["-i", "-k", "-u", "+t", "t", "+z"]


def test_a_signal_thrown_inside_can_cancel_its_own_sub_process() -> None:
    inner = f'<intermediateThrowEvent id="x">{SIGNAL_DEFINITION}</intermediateThrowEvent>' + users("i", "k")
    sub = f'<subProcess id="u"><startEvent id="us"/><endEvent id="ue"/>{inner}{flows("us>i; i>x; x>k; k>ue")}</subProcess>'
    case = Case(
        net_of(ENDS + sub + users("z") + boundary("t", "u", SIGNAL_DEFINITION) + flows("s>u; u>e; t>z; z>e"))
    )
    assert case.do("i").open() == ["z"]


def test_a_terminate_end_ends_only_its_sub_process() -> None:
    end = '<endEvent id="uz"><terminateEventDefinition/></endEvent>'
    sub = f'<subProcess id="u"><startEvent id="us"/>{users("i", "k")}{end}<endEvent id="ue"/>{flows("us>i; us>k; i>uz; k>ue")}</subProcess>'
    case = Case(net_of(ENDS + sub + users("y", "z") + flows("s>u; s>y; u>z; z>e; y>e"))).do("i")
    assert case.open() == ["y", "z"]
    assert "-k" in case.story()


def test_a_terminate_end_ends_the_process_at_once() -> None:
    process = ENDS + users("a", "b") + '<endEvent id="z"><terminateEventDefinition/></endEvent>' + SUB
    case = Case(net_of(process + flows("s>a; s>b; s>u; a>z; b>e; u>e"))).do("a")
    assert case.marking.finished
    assert case.story()[-6:] == ["+z", "z", "-b", "-i", "-k", "-u"]


CALLED = f'<process id="q" name="Thuế"><startEvent id="qs"/><endEvent id="qe"/>{users("t")}{flows("qs>t; t>qe")}</process>'


def test_a_call_runs_the_called_process_with_the_same_variables() -> None:
    calls = '<callActivity id="c" calledElement="q"/><callActivity id="d" calledElement="q"/>'
    case = Case(net_of(ENDS + calls + flows("s>c; c>d; d>e"), "", CALLED))
    assert case.open() == ["t"]
    assert case.do("t", nộp=True).open() == ["t"]
    assert case.do("t").marking.finished
    assert case.marking.variables == {"nộp": True}
    assert [n.path for n in case.net.nodes if n.id == "t"] == ["c/t", "d/t"]


# ── multi-instance ─────────────────────────────────────────────────────────────────────────────────────────
def several(
    told: str, sequential: bool = False, attributes: str = "", task: str = "userTask", inside: str = ""
) -> str:
    row = ' isSequential="true"' if sequential else ""
    return f'<{task} id="a"><multiInstanceLoopCharacteristics{row}{attributes}>{told}</multiInstanceLoopCharacteristics>{inside}</{task}>'


def test_parallel_instances_are_all_open_at_once() -> None:
    case = Case(net_of(ENDS + several("<loopCardinality>n</loopCardinality>") + flows("s>a; a>e")), n=3)
    assert case.open() == ["a", "a", "a"]
    case.do("a", "a")
    assert case.open() == ["a"]
    assert case.do("a").marking.finished
    assert case.story() == ["+s", "s", "+a", "+a", "+a", "a", "a", "a", "+e", "e"]


def test_sequential_instances_follow_each_other() -> None:
    case = Case(net_of(ENDS + several("<loopCardinality>3</loopCardinality>", True) + flows("s>a; a>e")))
    for _ in range(3):
        assert case.open() == ["a"]
        case.do("a")
    assert case.marking.finished


@pytest.mark.parametrize("sequential", [False, True])
def test_each_instance_knows_its_element_of_the_collection(sequential: bool) -> None:
    inside = (
        '<startEvent id="us"/><endEvent id="ue"/>' + users("x", "y") + gateway("exclusive", "g", default="g-y")
        + flows("us>g; g>x[cơ_quan == 'thuế']; g>y; x>ue; y>ue")
    )  # fmt: skip
    told = several(
        "",
        sequential,
        ' camunda:collection="${danh_sách}" camunda:elementVariable="cơ_quan"',
        "subProcess",
        inside,
    )
    case = Case(net_of(ENDS + told + flows("s>a; a>e")), danh_sách=["thuế", "đất"])
    assert case.open() == (["x"] if sequential else ["x", "y"])
    case.do("x")
    assert case.do("y").marking.finished
    assert "cơ_quan" not in case.marking.variables


def test_a_completion_condition_cancels_the_rest() -> None:
    told = "<loopCardinality>5</loopCardinality><completionCondition>${nrOfCompletedInstances / nrOfInstances &gt;= 0.4}</completionCondition>"
    case = Case(net_of(ENDS + several(told) + flows("s>a; a>e"))).do("a")
    assert len(case.open()) == 4
    case.do("a")
    assert case.marking.finished
    assert case.story().count("-a") == 3


def test_no_instance_at_all_passes_on() -> None:
    assert Case(
        net_of(ENDS + several("<loopCardinality>0</loopCardinality>") + flows("s>a; a>e"))
    ).marking.finished


def test_automatic_instances_run_through() -> None:
    net = net_of(
        ENDS + several("<loopCardinality>4</loopCardinality>", True, "", "serviceTask") + flows("s>a; a>e")
    )
    assert Case(net).completed().count("a") == 4


@pytest.mark.parametrize("n", ["ba", None, -1, 2.5, True, 5000])
def test_a_senseless_number_of_instances_is_an_error_that_names_the_step(n: object) -> None:
    net = net_of(ENDS + several("<loopCardinality>n</loopCardinality>") + flows("s>a; a>e"))
    with pytest.raises(EngineError, match="a"):
        Case(net, n=n)


def test_a_boundary_event_belongs_to_all_instances_together() -> None:
    net = net_of(
        ENDS
        + several("<loopCardinality>3</loopCardinality>")
        + users("b")
        + boundary("t", "a", timer("PT1H"))
        + flows("s>a; a>e; t>b; b>e")
    )
    case = later(Case(net).do("a"), hours=1)
    assert case.open() == ["b"]
    assert case.story().count("-a") == 2


# ── starting ───────────────────────────────────────────────────────────────────────────────────────────────
def test_a_message_can_begin_a_process() -> None:
    net = net_of(
        f'<startEvent id="s">{MESSAGE_DEFINITION}</startEvent><endEvent id="e"/>'
        + users("a")
        + flows("s>a; a>e")
    )
    begun = advance(net, Marking(), Message("bổ sung", {"k": 1}), MORNING)
    assert [e.element for e in begun.events] == ["s", "s", "a"]
    with pytest.raises(EngineError):
        advance(net, Marking(), Message("khác"), MORNING)


def test_what_does_not_fit_the_marking_is_refused() -> None:
    net = net_of(ENDS + users("a") + flows("s>a; a>e"))
    with pytest.raises(EngineError, match="not been started"):
        advance(net, Marking(), Complete(1), MORNING)
    case = Case(net)
    for command in (Start(), Complete(99), Start({}, "zz"), SendBack(99, "a"), SendBack(1, "zz")):
        with pytest.raises(EngineError):
            case.send(command)
    case.do("a")
    with pytest.raises(EngineError):
        case.send(Complete(1))


# ── sending back ───────────────────────────────────────────────────────────────────────────────────────────
def test_a_step_is_sent_back_to_an_earlier_one() -> None:
    case = Case(net_of(ENDS + users("a", "b", "c") + flows("s>a; a>b; b>c; c>e"))).do("a", "b")
    case.send(SendBack(case.token("c"), "a"))
    assert case.open() == ["a"]
    assert case.story()[-2:] == ["-c", "+a"]
    assert case.do("a", "b", "c").marking.finished


def test_a_step_cannot_be_sent_forward() -> None:
    case = Case(net_of(ENDS + users("a", "b") + flows("s>a; a>b; b>e")))
    with pytest.raises(EngineError, match="no earlier step"):
        case.send(SendBack(case.token("a"), "b"))
    assert [n.id for n in earlier(case.net, case.net.find("b").index)] == ["a"]  # type: ignore[union-attr]


SPLIT = (
    ENDS
    + users("a", "b", "b2", "c")
    + gateway("parallel", "g", "j")
    + flows("s>a; a>g; g>b; g>c; b>b2; b2>j; c>j; j>e")
)


def test_sent_back_before_a_split_the_other_branch_is_taken_back_too() -> None:
    case = Case(net_of(SPLIT)).do("a", "b")
    case.send(SendBack(case.token("b2"), "a"))
    assert case.open() == ["a"]
    assert case.do("a", "b", "b2", "c").marking.finished


def test_sent_back_before_a_split_a_branch_already_done_is_taken_back_too() -> None:
    case = Case(net_of(SPLIT)).do("a", "c")
    case.send(SendBack(case.token("b"), "a"))
    assert [t.node for t in case.marking.tokens] == [case.net.find("a").index]  # type: ignore[union-attr]


def test_sent_back_inside_a_branch_the_other_goes_on() -> None:
    case = Case(net_of(SPLIT)).do("a", "b")
    case.send(SendBack(case.token("b2"), "b"))
    assert case.open() == ["b", "c"]
    assert case.do("c", "b", "b2").marking.finished


# ── what is stored ─────────────────────────────────────────────────────────────────────────────────────────
def test_net_and_marking_survive_json() -> None:
    process = (
        ENDS
        + SUB
        + several("<loopCardinality>2</loopCardinality>", attributes=' camunda:elementVariable="k"')
        + boundary("t", "u", timer("P1D"))
    )
    net = net_of(process + flows("s>u; s>a; u>e; a>e; t>e"))
    again = Net.from_json(json.loads(json.dumps(net.to_json())))
    assert again == net
    assert again.joins == net.joins
    case = Case(net, x=1)
    stored = json.loads(json.dumps(case.marking.to_json()))
    assert Marking.from_json(stored, case.marking.variables) == case.marking


def test_the_marking_of_a_line_of_eight_tasks_is_small_and_does_not_grow() -> None:
    names = [f"t{i}" for i in range(8)]
    case = Case(
        net_of(ENDS + users(*names) + flows("s>t0; t7>e;" + ";".join(f"t{i}>t{i + 1}" for i in range(7))))
    )
    sizes = set()
    for name in names:
        sizes.add(len(json.dumps(case.marking.to_json(), separators=(",", ":"))))
        case.do(name)
    assert max(sizes) < 40
