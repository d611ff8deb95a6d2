"""Birth, residence and health card of a child under six, handed in together: three working days (NĐ 63/2024)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from motcua.dossiers.groups import Part, group_page, receive_group
from motcua.dossiers.status import Channel
from motcua.kernel import time
from tests.dossiers.saying import nothing_broken, state
from tests.township import Township, at

# Birth on the same day; residence and card of two working days each, side by side after it. The parts of two days
# stand in for those of the police and the social insurance, which are no offices of the sample.
BIRTH, RESIDENCE, CARD = "1.001193", "1.004845", "2.001035"
LEGAL = "2.000986"  # the group as the catalogue has it: three working days, received before 15:00
MONDAY, THURSDAY = at("2026-03-02 08:00"), at("2026-03-05 08:00")


def hand_in(township: Township) -> tuple[UUID, list[UUID]]:
    township.clock = MONDAY
    parts = [
        Part(township.intake(BIRTH)),
        Part(township.intake(RESIDENCE), 1),
        Part(township.intake(CARD), 1),
    ]
    group = uuid4()
    with time.at(MONDAY):
        outcomes = receive_group(group, parts, township.actor("tiepnhan"))
    return group, [outcome.dossier_id for outcome in outcomes]


def whole(township: Township, group: UUID) -> datetime:
    found = group_page(group, township.actor("tiepnhan")).due_at
    assert found is not None
    return found


def test_the_group_as_one_procedure_is_due_after_three_working_days(township: Township) -> None:
    received = township.receive(LEGAL, when=MONDAY, channel=Channel.ONLINE, submitted_at=MONDAY)
    assert received.state.due_at == THURSDAY


def test_the_three_parts_in_their_order_are_due_within_the_same_three_days(township: Township) -> None:
    group, (birth, residence, card) = hand_in(township)
    assert state(birth).due_at is not None
    assert [state(part).waiting is not None for part in (birth, residence, card)] == [False, True, True]
    assert whole(township, group) <= THURSDAY
    assert nothing_broken()


def test_solved_as_late_as_allowed_every_result_is_there_in_three_days(township: Township) -> None:
    group, (birth, residence, card) = hand_in(township)
    township.clock = at("2026-03-02 17:00")
    township.run_until(birth, "return")
    for part in (residence, card):
        assert state(part).due_at == at("2026-03-04 17:00"), "two working days from the birth certificate"
    township.clock = at("2026-03-04 17:00")
    for part in (residence, card):
        township.run_until(part, "return")
        finished = state(part).finished_at
        assert finished is not None
        assert finished <= THURSDAY
    assert whole(township, group) <= THURSDAY
    assert nothing_broken()
