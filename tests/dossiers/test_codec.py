"""What is written into a ledger reads back as what it was, for every kind of event."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import cache
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.dossiers import events as ev
from motcua.dossiers.codec import decode, encode
from motcua.kernel.time import TZ

text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
first, last = datetime(2010, 1, 1), datetime(2060, 1, 1)  # noqa: DTZ001 (the zone is drawn)
instants = st.datetimes(first, last, timezones=st.sampled_from([UTC, TZ]))
scalars = st.one_of(text, st.integers(-(2**53), 2**53), st.booleans())
json_values = st.recursive(
    st.one_of(st.none(), scalars), lambda inner: st.lists(inner) | st.dictionaries(text, inner), max_leaves=5
)


@cache
def values(kind: Any) -> st.SearchStrategy[Any]:
    """Every value that the annotation allows."""
    origin = typing.get_origin(kind)
    if kind is Any:
        return st.dictionaries(text, json_values, max_size=3)
    if origin in (typing.Union, types.UnionType):
        return st.one_of(*(values(arg) for arg in typing.get_args(kind)))
    if origin is tuple:
        return st.lists(values(typing.get_args(kind)[0]), max_size=3).map(tuple)
    if origin is dict:
        return st.dictionaries(text, json_values if Any in typing.get_args(kind) else scalars, max_size=3)
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        return st.builds(
            kind, **{field.name: values(hints[field.name]) for field in dataclasses.fields(kind)}
        )
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(list(kind))
    plain: dict[Any, st.SearchStrategy[Any]] = {
        str: text,
        bool: st.booleans(),
        int: st.integers(-(2**53), 2**53),
        datetime: instants,
        date: st.dates(),
        UUID: st.uuids(),
        types.NoneType: st.none(),
    }
    return plain[kind]


@pytest.mark.parametrize("kind", sorted(ev.BY_TYPE))
@settings(max_examples=60)
@given(data=st.data())
def test_every_kind_of_event_reads_back_as_it_was_written(kind: str, data: st.DataObject) -> None:
    event = data.draw(values(ev.BY_TYPE[kind]))
    stored = json.loads(json.dumps(encode(event), ensure_ascii=False))
    assert stored == encode(event)  # what is sealed by the hash is what the database gives back
    again = decode(ev.BY_TYPE[kind], stored)
    assert again == event
    assert encode(again) == encode(event)


def test_every_event_of_the_module_can_be_read() -> None:
    defined = {item for item in vars(ev).values() if isinstance(item, type) and issubclass(item, ev.Event)}
    assert set(ev.BY_TYPE.values()) == defined - {ev.Event}
    assert all(kind == cls.type for kind, cls in ev.BY_TYPE.items())


@given(instants)
def test_an_instant_is_kept_to_the_microsecond_in_utc(at: datetime) -> None:
    stored = encode(at)
    assert stored.endswith("+00:00")
    assert decode(datetime, stored) == at


def test_what_an_event_leaves_at_its_default_takes_no_room() -> None:
    event = ev.PaperAdded(paper=ev.Paper(id=UUID(int=7), name="Tờ khai"))
    assert encode(event) == {"paper": {"id": str(UUID(int=7)), "name": "Tờ khai"}}


def test_an_event_written_before_a_field_existed_reads_with_its_default() -> None:
    old = {"token": 4, "step": "Ký", "assignee_id": 3, "reason": "nghỉ ốm"}
    event = decode(ev.Reassigned, old)
    assert event.previous_id is None


@pytest.mark.parametrize("damaged", [{}, {"paper": {}}, {"paper": {"id": "no id", "name": ""}}, {"other": 1}])
def test_damaged_data_is_an_error_and_never_a_half_event(damaged: Any) -> None:
    with pytest.raises((KeyError, ValueError, TypeError)):
        decode(ev.PaperAdded, damaged)


def test_a_false_flag_is_not_taken_for_a_zero() -> None:
    event = ev.HandedOver(effect=ev.Effect(marking=None, status=ev.Status.RETURNED), receipt_shown=False)
    assert decode(ev.HandedOver, encode(event)).receipt_shown is False


def test_durations_have_no_place_in_a_ledger() -> None:
    with pytest.raises(TypeError):
        json.dumps(encode(timedelta(minutes=1)))
