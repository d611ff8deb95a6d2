"""A running process put into another version: every token gets a place, or nothing moves."""

from __future__ import annotations

from datetime import datetime

import pytest

from motcua.calendars.worktime import VIETNAM
from motcua.processes.bpmn import read
from motcua.processes.engine import Complete, Marking, Start, Tick, advance, transfer, waiting
from motcua.processes.errors import EngineError
from motcua.processes.net import Net, compile_net
from motcua.processes.soundness.reaching import reaches

from .building import ENDS, boundary, definitions, flows, gateway, timer, users

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=VIETNAM)
LATER = datetime(2026, 3, 2, 10, 0, tzinfo=VIETNAM)
FORK = gateway("parallel", "f") + gateway("parallel", "j")


def net(*parts: str) -> Net:
    return compile_net(read(definitions(ENDS + "".join(parts))))


def after(process: Net, *done: str) -> Marking:
    marking = advance(process, Marking(), Start(), NOW).marking
    for name in done:
        token = next(w.token for w in waiting(process, marking) if w.node.id == name)
        marking = advance(process, marking, Complete(token), NOW).marking
    return marking


def open_steps(process: Net, marking: Marking) -> list[str]:
    return [w.node.id for w in waiting(process, marking)]


LINE = net(users("a", "b"), flows("s>a; a>b; b>e"))
LONGER = net(users("a", "c", "b"), flows("s>a; a>c; c>b; b>e"))
BOTH = net(users("a", "b"), FORK, flows("s>f; f>a; f>b; a>j; b>j; j>e"))
THREE = net(users("a", "b", "c"), FORK, flows("s>f; f>a; f>b; f>c; a>j; b>j; c>j; j>e"))


def test_a_step_of_the_same_id_keeps_its_place_and_token() -> None:
    before = after(LINE, "a")
    moved, renamed = transfer(LINE, LONGER, before, {})
    assert open_steps(LONGER, moved) == ["b"]
    assert renamed == {}
    assert moved.tokens[0].id == before.tokens[0].id
    assert reaches(LONGER, moved)


def test_a_step_put_elsewhere_gets_a_new_token_and_goes_on_from_there() -> None:
    before = after(LINE, "a")
    moved, renamed = transfer(LINE, LONGER, before, {"b": "c"})
    assert open_steps(LONGER, moved) == ["c"]
    ((old, new),) = renamed.items()
    assert old == before.tokens[0].id
    assert new == before.next
    assert advance(LONGER, moved, Complete(new), NOW).marking.tokens[0].id > new


def test_a_branch_that_waits_at_a_join_goes_on_waiting() -> None:
    before = after(BOTH, "a")
    moved, _ = transfer(BOTH, BOTH, before, {})
    assert open_steps(BOTH, moved) == ["b"]
    assert reaches(BOTH, moved)
    last = waiting(BOTH, moved)[0].token
    assert advance(BOTH, moved, Complete(last), NOW).marking.finished


def test_two_steps_at_once_cannot_stand_in_a_line() -> None:
    before = after(BOTH)
    moved, _ = transfer(BOTH, LINE, before, {})
    assert not reaches(LINE, moved)


def test_a_join_with_a_further_branch_is_no_place() -> None:
    moved, _ = transfer(BOTH, THREE, after(BOTH, "a"), {})
    assert not reaches(THREE, moved)  # nobody would ever do the third


@pytest.mark.parametrize("places", [{"b": ""}, {"b": "e"}, {"b": "nowhere"}])
def test_what_has_no_place_is_named(places: dict[str, str]) -> None:
    with pytest.raises(EngineError, match=r"«.*» .*has no place in the new version"):
        transfer(LINE, LONGER, after(LINE, "a"), places)


def test_a_running_timer_goes_on_and_a_new_one_stands_against_it() -> None:
    timed = net(
        users("a", "b"), boundary("t", "a", timer("PT1H")), '<endEvent id="x"/>', flows("s>a; a>e; t>b; b>x")
    )
    plain = net(users("a", "b"), flows("s>a; a>b; b>e"))
    moved, _ = transfer(timed, timed, after(timed), {})
    assert open_steps(timed, advance(timed, moved, Tick(), LATER).marking) == ["b"]
    assert transfer(timed, plain, after(timed), {}).marking.alarms == ()
    with pytest.raises(EngineError, match="would never run"):
        transfer(plain, timed, after(plain), {})


def test_several_people_at_once_are_not_moved() -> None:
    several = (
        '<userTask id="a" name="Góp ý"><multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality>'
        "</multiInstanceLoopCharacteristics></userTask>"
    )
    process = net(several, flows("s>a; a>e"))
    with pytest.raises(EngineError, match="several people"):
        transfer(process, process, after(process), {})


def test_the_step_after_several_people_one_by_one_can_be_reached() -> None:
    one_by_one = (
        '<userTask id="m" name="Góp ý"><multiInstanceLoopCharacteristics isSequential="true">'
        "<loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></userTask>"
    )
    process = net(one_by_one, users("a", "b"), flows("s>a; a>m; m>b; b>e"))
    moved, _ = transfer(LINE, process, after(LINE, "a"), {})
    assert open_steps(process, moved) == ["b"]
    assert reaches(process, moved)
