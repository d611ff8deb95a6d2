"""What citizens are told, when, and in which words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from motcua.dossiers import commands as cmd
from motcua.dossiers.status import Decision
from motcua.kernel import time
from motcua.notices import services
from motcua.notices.models import Message
from motcua.notices.moments import Moment
from motcua.portal.queries import progress_of
from tests.dossiers import along
from tests.dossiers.saying import state
from tests.notices.conftest import EMAIL, Desk
from tests.township import at


def test_who_hands_in_reads_code_and_appointment_on_the_phone(desk: Desk) -> None:
    dossier = desk.receive()
    desk.minute()
    (sms,) = desk.gateway.phones
    message = desk.messages(dossier)[0]
    assert sms.to == "+84912345678"
    assert sms.brand == "VINHTUY"
    assert message.dossier.code in sms.text
    assert "Da tiep nhan ho so" in sms.text  # without marks unless the office wants them
    assert sms.text == message.text
    assert desk.states(dossier) == [("received", "sms", "sent")]
    assert message.accepted_id == "g-1"


def test_an_sms_says_nothing_about_the_person(desk: Desk) -> None:
    dossier = desk.receive(address="Tổ 1, thị trấn Vĩnh Tuy")
    desk.ready(dossier)
    desk.minute()
    desk.place.step(dossier)
    desk.minute()
    assert len(desk.gateway.phones) == 3
    for sms in desk.gateway.phones:
        for private in ("Mau Dao", "Đào", "099190000007", "Vinh Tuy, to", "Trích lục", "Trich luc"):
            assert private not in sms.text


def test_a_letter_names_agency_receiver_and_times(desk: Desk) -> None:
    dossier = desk.receive(phone="", email=EMAIL)
    desk.minute()
    (letter,) = desk.mail.letters
    text = letter.get_content()
    code = desk.messages(dossier)[0].dossier.code
    assert letter["Subject"].strip() == f"Đã tiếp nhận hồ sơ {code}"
    assert letter["To"] == EMAIL
    assert letter["Auto-Submitted"] == "auto-generated"
    for said in ("Nguyễn Thị Mẫu Đào", "Nguyễn Thị Mẫu An", "09:00, 02/03/2026", "Vĩnh Tuy"):
        assert said in text


def test_the_whole_way_is_told_once_each_on_both_ways(desk: Desk) -> None:
    dossier = desk.receive(email=EMAIL)
    desk.ready(dossier)
    desk.minute()
    desk.minute()
    desk.place.step(dossier)
    desk.minute()
    desk.minute()
    told = [moment for moment, channel, state in desk.states(dossier) if state == "sent" and channel == "sms"]
    assert told == ["received", "result_ready", "handed_over"]
    assert (len(desk.gateway.phones), len(desk.mail.letters)) == (3, 3)
    assert len(desk.gateway.keys) == 3


def test_steps_and_decisions_ask_the_worker_for_nothing(desk: Desk) -> None:
    dossier = desk.receive()
    desk.ready(dossier)
    assert desk.work() == 0


def test_papers_wanted_are_told_when_the_desk_has_delivered_the_request_and_not_before(desk: Desk) -> None:
    dossier = desk.receive()
    desk.place.step(dossier, assignee_id=desk.place.actor("hotich").person_id)
    item = cmd.MissingItem("Văn bản ủy quyền", "Người nộp không phải chủ hồ sơ")
    desk.do("hotich", cmd.RequestSupplement, dossier, items=(item,))
    desk.minute()
    assert len(desk.gateway.phones) == 1
    desk.do("tiepnhan", cmd.DeliverSupplementRequest, dossier, manner="điện thoại")
    assert desk.work() == 2  # hearing of it and sending: at once, not a minute later
    assert "can bo sung truoc" in desk.gateway.phones[-1].text
    assert "2026" in desk.gateway.phones[-1].text


def test_a_refusal_is_told_without_saying_so_on_the_phone(desk: Desk) -> None:
    dossier = desk.receive(email=EMAIL)
    for _ in range(12):
        task = open_task(dossier)
        if task.action == "return":
            break
        from motcua.dossiers import ledger
        from motcua.dossiers.engine_route import route_of

        loaded = ledger.load_row(dossier, uuid4())
        assert loaded is not None
        if route_of(loaded.state.process_version_id).decides(task.element):
            desk.place.step(
                dossier, decision=Decision.REFUSED, reason="Không đủ điều kiện", legal_basis="Điều 5"
            )
        else:
            desk.place.step(dossier)
    desk.minute()
    assert [m for m, c, _ in desk.states(dossier) if c == "sms"] == ["received", "refused"]
    assert "van ban tra loi" in desk.gateway.phones[-1].text
    assert "không đủ điều kiện" in desk.mail.letters[-1].get_content()


def open_task(dossier: Any) -> Any:
    from motcua.dossiers import ledger

    loaded = ledger.load_row(dossier, uuid4())
    assert loaded is not None
    return loaded.state.tasks[0]


def test_stopping_and_correcting_are_told(desk: Desk) -> None:
    dossier = desk.receive(email=EMAIL)
    desk.do("phochutich", cmd.CorrectData, dossier, field="address", new="Tổ 2", reason="Ghi nhầm")
    desk.do("tiepnhan", cmd.WithdrawDossier, dossier, reason="Không còn nhu cầu")
    desk.minute()
    assert {moment for moment, _, _ in desk.states(dossier)} == {"received", "corrected", "stopped"}
    assert any("địa chỉ" in letter.get_content() for letter in desk.mail.letters)


def test_telling_again_writes_nothing(desk: Desk) -> None:
    dossier = desk.receive(email=EMAIL)
    for _ in range(3):
        with time.at(desk.place.clock):
            services.tell_of_event(dossier, 1)
    assert len(desk.messages(dossier)) == 2
    desk.minute()
    assert (len(desk.gateway.phones), len(desk.mail.letters)) == (1, 1)


def test_a_reminder_is_a_message_of_its_own_and_stops_when_the_result_was_fetched(desk: Desk) -> None:
    dossier = desk.receive()
    desk.ready(dossier)
    desk.minute()
    seq = desk.messages(dossier)[-1].seq
    with time.at(desk.place.clock + timedelta(days=10)):
        assert [services.tell(dossier, seq, Moment.UNCOLLECTED, turn) for turn in (1, 1, 2)] == [1, 0, 1]
    desk.place.step(dossier)
    with time.at(desk.place.clock):
        assert services.tell(dossier, seq, Moment.UNCOLLECTED, 3) == 0


def test_old_news_of_a_ledger_taken_over_tells_nobody(desk: Desk) -> None:
    desk.receive()
    desk.minute("2026-03-12 09:00")
    assert Message.objects.count() == 0


def test_who_waits_at_the_counter_for_the_result_is_not_written_to_about_reception(desk: Desk) -> None:
    dossier = desk.place.receive(
        "2.000884", when=at("2026-03-02 09:00"), applicant=desk.applicant(), without_receipt=True
    ).dossier_id
    desk.minute()
    assert desk.states(dossier, "received") == []


def test_a_foreigner_is_written_to_in_english(desk: Desk) -> None:
    desk.receive(email=EMAIL, phone="", id_kind="passport", id_number="C1234567")
    desk.minute()
    assert desk.mail.letters[0]["Subject"].endswith("was received")


def test_who_handed_in_is_told_when_the_applicant_left_no_contact(desk: Desk) -> None:
    person = cmd.AuthorisedPerson("Lê Văn Mẫu", "099190000015", "Giấy ủy quyền", phone="0987654321")
    desk.place.receive(when=at("2026-03-02 09:00"), applicant=desk.applicant(phone=""), authorised=person)
    desk.minute()
    assert [sms.to for sms in desk.gateway.phones] == ["+84987654321"]


@pytest.mark.parametrize(
    ("when", "first", "sent_at"),
    [
        ("2026-03-02 20:59", 1, "2026-03-02 20:59"),
        ("2026-03-02 21:00", 0, "2026-03-03 07:00"),
        ("2026-03-02 23:59", 0, "2026-03-03 07:00"),
    ],
)
def test_nobody_is_written_to_at_night(desk: Desk, when: str, first: int, sent_at: str) -> None:
    dossier = desk.receive(when=when, email=EMAIL)
    desk.minute()
    assert len(desk.gateway.phones) == len(desk.mail.letters) == first
    desk.minute("2026-03-03 06:59")
    assert len(desk.gateway.phones) == first
    desk.minute("2026-03-03 07:00")
    assert len(desk.gateway.phones) == len(desk.mail.letters) == 1
    assert desk.messages(dossier)[0].accepted_at == at(sent_at)


def test_what_was_overtaken_during_the_night_is_not_sent(desk: Desk) -> None:
    dossier = desk.receive(when="2026-03-02 20:00")
    desk.minute()
    desk.place.clock = at("2026-03-02 21:30")
    desk.ready(dossier)
    desk.minute()
    desk.place.clock = at("2026-03-03 07:00")
    desk.place.step(dossier)
    desk.minute()
    assert ("result_ready", "sms", "moot") in desk.states(dossier)
    assert [m for m, _, s in desk.states(dossier) if s == "sent"] == ["received", "handed_over"]
    assert len(desk.gateway.phones) == 2


def test_a_result_made_at_another_office_is_told_of_when_it_is_at_the_desk(desk: Desk) -> None:
    road = along.build(desk.place)
    road.go_by("2.002755", along.UP_AND_BACK)
    dossier = road.receive("2.002755", "commune", "department", applicant=desk.applicant())
    road.act(dossier, "examine", at("2026-03-02 09:00"))
    while state(dossier).decision is None:
        road.act(dossier, **({"papers_given_by": "Mẫu"} if state(dossier).transfers else {}))
    desk.minute("2026-03-02 10:00")
    assert desk.messages(dossier, "result_ready") == []
    code = state(dossier).code
    assert code is not None
    looked_up = progress_of(code, "0007")
    assert looked_up is not None
    assert looked_up.on_its_way
    desk.minute("2026-03-02 14:00")
    road.act(dossier, "accept_transfer", at("2026-03-02 15:00"), papers_given_by="Mẫu")
    desk.minute("2026-03-02 15:01")
    assert len(desk.messages(dossier, "result_ready")) == 1
    looked_up = progress_of(code, "0007")
    assert looked_up is not None
    assert not looked_up.on_its_way
