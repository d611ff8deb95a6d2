"""Where a parcel is follows from facts alone, whatever order they are told in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from motcua.delivery.parcel import Fact, State, contradictory, state_of

facts = st.lists(st.sampled_from(Fact), max_size=12)


@given(facts, st.randoms())
def test_order_and_repetition_change_nothing(told: list[Fact], random: object) -> None:
    mixed = [*told, *told]
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert state_of(mixed) is state_of(told)


@given(facts)
def test_what_reached_the_applicant_stays_there(told: list[Fact]) -> None:
    assert state_of([*told, Fact.DELIVERED]) is State.DELIVERED


@given(facts.filter(lambda told: Fact.DELIVERED not in told))
def test_what_was_sent_is_never_here_again_by_itself(told: list[Fact]) -> None:
    assert state_of([*told, Fact.SENT]) in (State.SENT, State.RETURNED)


def test_the_plain_way() -> None:
    way = [Fact.PACKED, Fact.SENT, Fact.DELIVERED]
    seen = [state_of(way[:count]) for count in range(4)]
    assert seen == [State.ASKED, State.PREPARED, State.SENT, State.DELIVERED]
    assert not contradictory(way)


def test_facts_that_cannot_all_be_true_are_named() -> None:
    assert contradictory([Fact.SENT, Fact.DELIVERED, Fact.CAME_BACK])
    assert contradictory([Fact.CANCELLED, Fact.SENT])
