"""Results by public post: packed, given to the post officer with a list, delivered or come back."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from motcua.delivery import commands as cmd
from motcua.delivery.models import HandOverList, Shipment, ShipmentFact
from motcua.delivery.parcel import State
from motcua.delivery.queries import list_sheet, parcels_of, post_board
from motcua.delivery.shown import PostBoard
from motcua.dossiers import ledger
from motcua.dossiers.status import Status
from motcua.kernel.errors import Refusal
from tests.delivery.conftest import Dispatch
from tests.township import at


def _state(dossier):  # type: ignore[no-untyped-def]
    return ledger.fold_entries(dossier, ledger.entries(dossier))


def _code(dispatch: Dispatch, act, *arguments, **values) -> str:  # type: ignore[no-untyped-def]
    with pytest.raises(Refusal) as refused:
        act(*arguments, **values)
    return refused.value.code


def test_a_delivered_parcel_hands_the_dossier_over(dispatch: Dispatch) -> None:
    dossier = dispatch.ready()
    held = tuple(paper.id for paper in _state(dossier).papers if paper.custody == "held")
    shipment = dispatch.ask(dossier)
    assert [p.id for p in post_board(dispatch.place.office_id).to_pack] == [shipment.pk]
    dispatch.pack(shipment, originals=held)
    assert [p.number for p in post_board(dispatch.place.office_id).to_hand_over] == ["EB123456789VN"]
    made = dispatch.hand_to_post(shipment)
    assert (made.number, made.year) == (1, 2026)
    assert [p.id for p in post_board(dispatch.place.office_id).in_transit] == [shipment.pk]
    assert _state(dossier).status == Status.IN_POST
    dispatch.place.clock = at("2026-03-04 10:00")
    outcome = dispatch.delivered(shipment, detail="Con gái nhận thay")
    assert (outcome.state, outcome.problem) == (State.DELIVERED, None)
    after = _state(dossier)
    assert after.status == Status.RETURNED
    assert {paper.custody for paper in after.papers} == {"returned"}
    event = ledger.entries(dossier)[-1].event
    assert "EB123456789VN" in event.note
    assert "Con gái nhận thay" in event.note
    board = post_board(dispatch.place.office_id)
    assert board == PostBoard((), (), (), (), ())


def test_telling_the_same_twice_changes_nothing(dispatch: Dispatch) -> None:
    shipment = dispatch.sent()
    command = uuid4()
    for _ in range(2):
        assert dispatch.delivered(shipment, command_id=command).problem is None
    assert dispatch.delivered(shipment).problem is None
    kinds = [entry.event.type for entry in ledger.entries(shipment.dossier_id)]
    assert kinds.count("handed_over") == 1
    assert ShipmentFact.objects.filter(kind="delivered").count() == 1


def test_a_list_is_made_once_and_numbered_without_gaps(dispatch: Dispatch) -> None:
    first, second = (dispatch.ask(dispatch.ready()) for _ in range(2))
    dispatch.pack(first)
    assert _code(dispatch, dispatch.hand_to_post, first, second) == "not_packed"
    assert not HandOverList.objects.exists()
    command = uuid4()
    made = dispatch.hand_to_post(first, command_id=command)
    assert dispatch.hand_to_post(first, command_id=command).pk == made.pk
    dispatch.pack(second)
    assert dispatch.hand_to_post(second).number == 2
    sheet = list_sheet(made.pk, [dispatch.place.office_id])
    assert [parcel.recipient for parcel in sheet.parcels] == ["Nguyễn Thị Mẫu Đào"]
    with pytest.raises(Refusal) as refused:
        list_sheet(made.pk, [])
    assert refused.value.status == 404


def test_nothing_is_packed_before_the_result_or_without_its_number(dispatch: Dispatch) -> None:
    dossier = dispatch.place.receive().state.id
    shipment = dispatch.ask(dossier)
    assert post_board(dispatch.place.office_id).to_pack == ()
    assert _code(dispatch, dispatch.pack, shipment) == "no_result_yet"
    dispatch.place.run_until(dossier, "return")
    assert _code(dispatch, dispatch.pack, shipment, parcel_number=" ") == "parcel_number"
    dispatch.pack(shipment)


def test_an_address_the_post_cannot_use_is_refused(dispatch: Dispatch) -> None:
    dossier = dispatch.ready()
    for missing in ("recipient", "address", "phone"):
        assert _code(dispatch, dispatch.ask, dossier, **{missing: " "}) == "address_incomplete"


def test_one_parcel_at_a_time(dispatch: Dispatch) -> None:
    dossier = dispatch.ready()
    shipment = dispatch.ask(dossier)
    assert _code(dispatch, dispatch.ask, dossier) == "parcel_exists"
    dispatch.act("cancel_post", cmd.CancelPost(command_id=uuid4(), shipment_id=shipment.pk))
    assert dispatch.state(shipment) is State.CANCELLED
    assert _code(dispatch, dispatch.pack, shipment) == "parcel_left"
    assert dispatch.ask(dossier).pk != shipment.pk


def test_a_parcel_in_the_post_is_not_handed_over_at_the_counter(dispatch: Dispatch) -> None:
    shipment = dispatch.sent()
    assert _code(dispatch, dispatch.place.step, shipment.dossier_id) == "in_the_post"
    cancel = cmd.CancelPost(command_id=uuid4(), shipment_id=shipment.pk)
    assert _code(dispatch, dispatch.act, "cancel_post", cancel) == "parcel_left"
    dispatch.came_back(shipment)
    assert dispatch.place.step(shipment.dossier_id).state.status == Status.RETURNED


def test_a_parcel_that_came_back_is_sent_again(dispatch: Dispatch) -> None:
    shipment = dispatch.sent()
    assert _code(dispatch, dispatch.came_back, shipment, reason="") == "reason_needed"
    dispatch.came_back(shipment)
    assert _state(shipment.dossier_id).status == Status.RESULT_READY
    board = post_board(dispatch.place.office_id)
    assert [parcel.told[-1].detail for parcel in board.came_back] == ["Không có người nhận"]
    dispatch.place.clock = at("2026-03-10 09:00")
    again = dispatch.ask(shipment.dossier_id)
    assert post_board(dispatch.place.office_id).came_back == ()
    dispatch.pack(again)
    dispatch.hand_to_post(again)
    assert dispatch.delivered(again).problem is None
    assert [parcel.state for parcel in parcels_of(shipment.dossier_id)] == [State.DELIVERED, State.RETURNED]


def test_a_late_word_of_delivery_wins_over_a_wrong_return(dispatch: Dispatch) -> None:
    shipment = dispatch.sent()
    dispatch.came_back(shipment)
    assert dispatch.delivered(shipment).problem is None
    parcel = parcels_of(shipment.dossier_id)[0]
    assert parcel.state is State.DELIVERED
    assert parcel.contradictory
    assert _code(dispatch, dispatch.came_back, shipment) == "not_sent"


def test_what_was_not_sent_cannot_have_arrived(dispatch: Dispatch) -> None:
    shipment = dispatch.ask(dispatch.ready())
    assert _code(dispatch, dispatch.delivered, shipment) == "not_sent"
    assert _code(dispatch, dispatch.came_back, shipment) == "not_sent"
    sent = dispatch.sent()
    assert _code(dispatch, dispatch.delivered, sent, happened_at=at("2026-04-01 08:00")) == "in_the_future"


def test_a_parcel_waits_for_its_fee_and_a_fact_is_kept_even_if_the_dossier_refuses(
    dispatch: Dispatch,
) -> None:
    from motcua.payments import commands as money
    from motcua.payments import services as till

    dossier = dispatch.ready("2.000884")
    shipment = dispatch.ask(dossier)
    actor = dispatch.place.actor("tiepnhan")
    other = dispatch.sent(dispatch.ready("2.000884"))
    for owing in (dossier, other.dossier_id):
        till.assess_fee(money.Assess(command_id=uuid4(), dossier_id=owing), actor)
    assert _code(dispatch, dispatch.pack, shipment) == "fee_owed"
    outcome = dispatch.delivered(other)
    assert outcome.problem is not None
    assert outcome.problem.code == "fee_owed"
    assert dispatch.state(other) is State.DELIVERED
    assert [parcel.id for parcel in post_board(dispatch.place.office_id).unclear] == [other.pk]


def test_facts_are_final_and_strangers_tell_none(dispatch: Dispatch) -> None:
    shipment = dispatch.sent()
    for model in (Shipment, ShipmentFact, HandOverList):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            model.objects.update(at=at("2020-01-01 00:00"))
    told = cmd.TellDelivered(command_id=uuid4(), shipment_id=shipment.pk)
    with pytest.raises(Refusal) as refused:
        dispatch.act("tell_delivered", told, "vanthu")
    assert refused.value.status == 403
    with pytest.raises(Refusal) as refused:
        dispatch.act("tell_delivered", cmd.TellDelivered(command_id=uuid4(), shipment_id=uuid4()))
    assert refused.value.status == 404
