"""Whom no message reached is called: who, what to tell, and when it is settled."""

from __future__ import annotations

from typing import Any

import pytest

from motcua.dossiers import commands as cmd
from motcua.kernel import time
from motcua.kernel.errors import Refusal
from motcua.notices import services
from tests.notices.conftest import EMAIL, Desk


def test_with_nothing_configured_only_what_must_be_known_is_called(desk: Desk, settings: Any) -> None:
    settings.SMS_URL = settings.SMTP_URL = ""
    dossier = desk.receive(email=EMAIL)
    desk.minute()
    assert desk.calls() == []
    assert desk.states(dossier) == [("received", "email", "not_sent"), ("received", "sms", "not_sent")]
    assert {one.reason for one in desk.messages(dossier)} == {"not_configured"}
    assert {one.text for one in desk.messages(dossier)} == {""}
    desk.ready(dossier)
    desk.minute()
    (call,) = desk.calls()
    assert call.phone == "0912 345 678"
    assert "đã có kết quả" in call.text  # to be read out, so with its marks
    assert not call.may_send_again
    desk.place.step(dossier)
    desk.minute()
    assert desk.calls() == []  # collected meanwhile


def test_who_left_only_a_landline_is_called(desk: Desk) -> None:
    dossier = desk.receive(phone="0219 387 1234")
    desk.ready(dossier)
    desk.minute()
    assert desk.gateway.phones == []
    assert [(call.phone, call.may_send_again) for call in desk.calls()] == [("0219 387 1234", False)]
    assert desk.states(dossier) == [("result_ready", "phone", "not_sent")]


def test_a_result_that_reached_the_mailbox_needs_no_call(desk: Desk) -> None:
    desk.gateway.answer = "400"
    dossier = desk.receive(email=EMAIL)
    desk.ready(dossier)
    desk.minute()
    assert ("result_ready", "email", "sent") in desk.states(dossier)
    assert desk.calls() == []


def test_told_by_phone_settles_every_way_of_that_moment(desk: Desk) -> None:
    desk.gateway.answer, desk.mail.answer = "400", "550 no"
    dossier = desk.receive(email=EMAIL)
    desk.ready(dossier)
    desk.minute()
    (call,) = desk.calls()
    with time.at(desk.place.clock):
        services.told_by_phone(call.message_id, "  Gặp vợ chủ hồ sơ ", desk.place.actor("tiepnhan"))
    assert desk.calls() == []
    assert {state for _, _, state in desk.states(dossier, "result_ready")} == {"told"}
    assert desk.messages(dossier, "result_ready")[0].told_note == "Gặp vợ chủ hồ sơ"


def test_only_the_desk_may_say_so(desk: Desk) -> None:
    desk.gateway.answer = "400"
    dossier = desk.receive()
    desk.ready(dossier)
    desk.minute()
    (call,) = desk.calls()
    for act in (
        lambda: services.told_by_phone(call.message_id, "", desk.place.actor("vanthu")),
        lambda: services.send_again(call.message_id, desk.place.actor("vanthu")),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.code == "unknown_message"


def test_sending_again_is_a_new_message_for_the_gateway(desk: Desk) -> None:
    desk.gateway.answer = "400"
    dossier = desk.receive()
    desk.ready(dossier)
    desk.minute()
    desk.gateway.answer = "ok"
    (call,) = desk.calls()
    with time.at(desk.place.clock):
        for _ in range(2):
            services.send_again(call.message_id, desk.place.actor("tiepnhan"))
    desk.minute()
    assert desk.calls() == []
    assert ("result_ready", "sms", "sent") in desk.states(dossier)
    assert desk.gateway.keys[-1] == f"{call.message_id}-r2"
    assert len(desk.gateway.phones) == 1


def test_reports_of_the_gateway_in_any_order_leave_the_person_reached(desk: Desk) -> None:
    dossier = desk.receive()
    desk.ready(dossier)
    desk.minute()
    message = desk.messages(dossier, "result_ready")[0]
    with time.at(desk.place.clock):
        services.record_report(message.key, delivered=False, reason="Thuê bao tắt máy")
        assert desk.states(dossier, "result_ready") == [("result_ready", "sms", "undelivered")]
        assert len(desk.calls()) == 1
        for delivered in (True, False, True):
            services.record_report(message.key, delivered)
    assert desk.states(dossier, "result_ready") == [("result_ready", "sms", "delivered")]
    assert desk.calls() == []
    with pytest.raises(Refusal):
        services.record_report("không có", delivered=True)


def test_what_the_office_does_not_send_is_called_if_it_must_be_known(desk: Desk) -> None:
    from datetime import time as clock

    silent = ("received:sms", "result_ready:sms")
    data = services.PracticeData(clock(21), clock(7), "vi", sms_with_marks=False, silent=silent)
    services.save_practice(desk.place.office_id, data, 0, desk.place.actor("quantri"))
    dossier = desk.receive()
    desk.ready(dossier)
    desk.minute()
    assert desk.gateway.phones == []
    assert desk.states(dossier) == [("result_ready", "phone", "not_sent")]
    assert len(desk.calls()) == 1


def test_a_supplement_that_came_needs_no_call_any_more(desk: Desk) -> None:
    desk.gateway.answer = "400"
    dossier = desk.receive()
    desk.ask_for_papers(dossier)
    desk.minute()
    assert len(desk.calls()) == 1
    desk.do("tiepnhan", cmd.CompleteSupplement, dossier, note="Đã nộp đủ")
    desk.minute()
    assert desk.calls() == []


def test_a_call_that_can_be_sent_after_all_goes_out_in_the_letters_of_the_office(
    desk: Desk, settings: Any
) -> None:
    url, settings.SMS_URL = settings.SMS_URL, ""
    dossier = desk.receive()
    desk.ready(dossier)
    desk.minute()
    settings.SMS_URL = url
    (call,) = desk.calls()
    with time.at(desk.place.clock):
        services.send_again(call.message_id, desk.place.actor("tiepnhan"))
    desk.minute()
    assert "da co ket qua" in desk.gateway.phones[-1].text
    assert desk.messages(dossier, "result_ready")[0].parts == 1
