"""Where a parcel is: computed from facts, so that late, repeated or disordered messages cannot corrupt it. Pure.

>>> state_of([Fact.DELIVERED, Fact.SENT, Fact.SENT, Fact.PACKED])
<State.DELIVERED: 'delivered'>
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Fact(StrEnum):
    """What somebody has told about a parcel."""

    PACKED = "packed"
    SENT = "sent"  # handed to the post officer
    DELIVERED = "delivered"
    CAME_BACK = "came_back"
    CANCELLED = "cancelled"


class State(StrEnum):
    """Trạng thái bưu gửi."""

    ASKED = "asked"  # đã đăng ký, chưa đóng gói
    PREPARED = "prepared"  # đã đóng gói
    SENT = "sent"  # đã giao bưu điện
    DELIVERED = "delivered"  # đã phát
    RETURNED = "returned"  # chuyển hoàn
    CANCELLED = "cancelled"  # hủy


# The strongest fact decides, whenever it was told: what reached the applicant cannot be on the way any more.
_STRONGEST_FIRST = (
    (Fact.DELIVERED, State.DELIVERED),
    (Fact.CAME_BACK, State.RETURNED),
    (Fact.SENT, State.SENT),
    (Fact.CANCELLED, State.CANCELLED),
    (Fact.PACKED, State.PREPARED),
)
UNDER_WAY = frozenset({State.ASKED, State.PREPARED, State.SENT})


def state_of(facts: Iterable[Fact]) -> State:
    """The state that the facts tell, in whatever order they came."""
    told = frozenset(facts)
    return next((state for fact, state in _STRONGEST_FIRST if fact in told), State.ASKED)


def contradictory(facts: Iterable[Fact]) -> bool:
    """Whether the facts cannot all be true, so that a person should ask the post."""
    told = frozenset(facts)
    return {Fact.DELIVERED, Fact.CAME_BACK} <= told or {Fact.SENT, Fact.CANCELLED} <= told
