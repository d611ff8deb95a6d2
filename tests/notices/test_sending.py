"""Everything is delivered in the end, once: servers that are down, wrong numbers, workers that die."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from motcua.kernel import time
from motcua.notices import queries, services
from motcua.notices.channels.outgoing import Accepted, Outgoing
from motcua.notices.channels.registry import sender_for
from motcua.notices.models import Message, Outage, Try
from motcua.notices.moments import Channel
from motcua.notices.services import sending
from tests.notices.conftest import EMAIL, Desk
from tests.township import at


def pass_minutes(desk: Desk, minutes: int) -> None:
    for _ in range(minutes):
        desk.place.clock += timedelta(minutes=1)
        desk.minute()


def test_while_gateway_and_mail_server_are_down_the_office_works_and_later_all_arrives_once(
    desk: Desk,
) -> None:
    desk.gateway.stop()
    desk.mail.stop()
    dossiers = [
        desk.receive(
            id_number=f"09919000{number:04}", phone=f"09123456{number:02}", email=f"a{number}@example.vn"
        )
        for number in range(5)
    ]
    pass_minutes(desk, 30)
    for dossier in dossiers[:2]:
        desk.ready(dossier)
    assert {outage.channel for outage in Outage.objects.all()} == {"sms", "email"}
    assert not [one for one in Message.objects.all() if one.state != "waiting"]
    # One probe at a time, ever more seldom, not one try per message and minute.
    assert Try.objects.count() <= 2 * 10
    desk.gateway.start()
    desk.mail.start()
    pass_minutes(desk, 8)
    assert Outage.objects.count() == 0
    assert {state for dossier in dossiers for _, _, state in desk.states(dossier)} == {"sent"}
    assert len(desk.gateway.phones) == len(desk.mail.letters) == 7
    assert len({letter["Message-ID"] for letter in desk.mail.letters}) == 7


def test_one_way_down_does_not_hold_up_the_other(desk: Desk) -> None:
    desk.gateway.stop()
    dossier = desk.receive(email=EMAIL)
    desk.minute()
    assert desk.states(dossier) == [("received", "email", "sent"), ("received", "sms", "waiting")]


def test_a_worker_that_dies_between_sending_and_noting_sends_again_and_the_phone_rings_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = desk.receive()
    with monkeypatch.context() as patched:
        # The message is out, then the power fails: nothing of it is written down.
        patched.setattr(sending, "_accepted", _killed)
        with pytest.raises(KeyboardInterrupt):
            desk.minute()
    assert (len(desk.gateway.phones), desk.states(dossier)) == (1, [("received", "sms", "waiting")])
    pass_minutes(desk, 4)
    assert len(desk.gateway.keys) == 1  # the other worker may be at it still
    pass_minutes(desk, 3)
    assert desk.states(dossier) == [("received", "sms", "sent")]
    assert len(desk.gateway.phones) == 1
    assert len(desk.gateway.keys) == 2
    assert len(set(desk.gateway.keys)) == 1  # that is how the gateway knows
    tries = Try.objects.filter(message__dossier_id=dossier).order_by("number")
    assert [one.outcome for one in tries] == ["", "accepted"]


def test_a_letter_sent_twice_by_a_dying_worker_has_the_same_message_id(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.receive(phone="", email=EMAIL)
    with monkeypatch.context() as patched:
        patched.setattr(sending, "_accepted", _killed)
        with pytest.raises(KeyboardInterrupt):
            desk.minute()
    pass_minutes(desk, 7)
    assert len(desk.mail.letters) == 2
    assert len({letter["Message-ID"] for letter in desk.mail.letters}) == 1


def _killed(*_arguments: Any) -> None:
    raise KeyboardInterrupt


def test_an_answer_that_is_lost_on_the_way_doubles_nothing(desk: Desk) -> None:
    desk.gateway.answer = "taken_then_dead"
    dossier = desk.receive()
    desk.minute()
    assert desk.states(dossier) == [("received", "sms", "waiting")]
    desk.gateway.answer = "ok"
    pass_minutes(desk, 3)
    assert desk.states(dossier) == [("received", "sms", "sent")]
    assert len(desk.gateway.phones) == 1


def test_two_workers_with_the_same_message_send_it_once(desk: Desk) -> None:
    dossier = desk.receive()
    with time.at(desk.place.clock):
        services.tell_of_event(dossier, 1)
        (message,) = desk.messages(dossier)
        assert sending._claim(message.pk, time.now()) == 1
        assert sending._claim(message.pk, time.now()) is None
        sending.try_to_send(message.pk)
    assert desk.gateway.keys == []


def test_a_wrong_number_is_not_tried_again_and_holds_up_nobody(desk: Desk) -> None:
    desk.gateway.answer = "400"
    first = desk.receive()
    desk.minute()
    pass_minutes(desk, 10)
    assert desk.states(first) == [("received", "sms", "undelivered")]
    assert len(desk.gateway.keys) == 1
    assert desk.messages(first)[0].reason == "400 số không tồn tại"
    desk.gateway.answer = "ok"
    desk.receive(id_number="099190000015")
    desk.minute()
    assert len(desk.gateway.phones) == 1


def test_a_greylisted_letter_waits_alone(desk: Desk) -> None:
    desk.mail.answer = "451 greylisted, come back later"
    late = desk.receive(phone="", email=EMAIL)
    desk.minute()
    desk.mail.answer = ""
    other = desk.receive(phone="", email="other@example.vn", id_number="099190000015")
    desk.minute()
    assert Outage.objects.count() == 0
    assert desk.states(other) == [("received", "email", "sent")]
    pass_minutes(desk, 2)
    assert desk.states(late) == [("received", "email", "sent")]


def test_an_address_that_does_not_exist_is_refused_for_good(desk: Desk) -> None:
    desk.mail.answer = "550 no such user"
    dossier = desk.receive(phone="", email="nobody@example.vn")
    desk.minute()
    assert desk.states(dossier) == [("received", "email", "undelivered")]
    assert "550" in desk.messages(dossier)[0].reason


def test_after_eight_failures_a_result_becomes_a_call(desk: Desk, settings: Any) -> None:
    dossier = desk.receive()
    desk.minute()
    desk.ready(dossier)
    desk.gateway.answer = "423"  # this message, not now, and never
    desk.minute()
    desk.place.clock = at("2026-03-03 08:00")
    for _ in range(40):
        desk.place.clock += timedelta(minutes=30)
        desk.minute()
    assert ("result_ready", "sms", "undelivered") in desk.states(dossier)
    assert Try.objects.filter(message__moment="result_ready").count() == settings.NOTICE_TRIES
    (call,) = desk.calls()
    assert (call.name, call.phone) == ("Nguyễn Thị Mẫu Đào", "0912 345 678")
    assert "da co ket qua" in call.text


def test_an_outage_of_days_ends_in_calls_and_not_in_silence(desk: Desk) -> None:
    desk.gateway.stop()
    ready = [desk.receive(id_number=f"0991900000{number:02}") for number in (10, 11, 12)]
    for dossier in ready:
        desk.ready(dossier)
    desk.minute()
    desk.place.clock = at("2026-03-05 10:00")
    desk.minute()
    assert len(desk.calls()) == 3
    assert {line for call in desk.calls() for line in call.why}
    assert Message.objects.filter(moment="received", told_at=None, undelivered_at=None).count() == 0


def test_a_gateway_that_never_answers_costs_the_worker_one_wait_and_not_one_per_message(desk: Desk) -> None:
    from time import monotonic

    desk.gateway.answer = "hang"
    for number in range(6):
        desk.receive(id_number=f"0991900000{number:02}")
    began = monotonic()
    desk.minute()
    assert monotonic() - began < 4  # time-out of one second; six waits would be six
    assert len(desk.gateway.keys) == 1


def test_an_sms_with_marks_goes_as_it_is_when_the_office_wants_it(desk: Desk) -> None:
    from datetime import time as clock

    data = services.PracticeData(clock(21), clock(7), "vi", sms_with_marks=True)
    services.save_practice(desk.place.office_id, data, 0, desk.place.actor("quantri"))
    desk.receive()
    desk.minute()
    (sms,) = desk.gateway.phones
    assert "Đã tiếp nhận hồ sơ" in sms.text
    assert sms.parts == 2


def test_messages_that_no_worker_tries_are_seen(desk: Desk) -> None:
    desk.receive()
    with time.at(desk.place.clock):
        from motcua.notices.services.reading import read_news

        read_news()
    with time.at(desk.place.clock + timedelta(minutes=20)):
        assert queries.stuck() == 0
    with time.at(desk.place.clock + timedelta(minutes=31)):
        assert queries.stuck() == 1


def test_the_gateway_wants_to_see_the_token(desk: Desk, settings: Any) -> None:
    settings.SMS_TOKEN = "falsch"
    dossier = desk.receive()
    desk.minute()
    assert desk.states(dossier) == [("received", "sms", "waiting")]  # ours to mend, then it goes out
    assert "401" in Outage.objects.get(channel="sms").reason


def test_a_sender_says_what_it_was_given(desk: Desk) -> None:
    sender = sender_for(Channel.SMS)
    assert sender is not None
    assert sender.send(Outgoing("k1", "+84912345678", "Xin chào")) == Accepted("g-1")
    assert sender.send(Outgoing("k1", "+84912345678", "Xin chào")) == Accepted("g-1")
    assert len(desk.gateway.phones) == 1
    assert desk.gateway.token not in repr(sender)
