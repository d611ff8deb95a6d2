"""The apology register, the proof of delivery, the text for the radio, and what the portal publishes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.test import Client

from motcua.dossiers import apologies
from motcua.dossiers import commands as cmd
from motcua.kernel import time
from motcua.papers.following import follow
from tests.dossiers.saying import state
from tests.dossiers.test_legal_life import do, examined
from tests.oversight.office import Neighbour
from tests.township import Township, at

Visit = Callable[[str], Any]
PUBLIC = {
    "kind": "late",
    "manner": "public",
    "text": "Chúng tôi đã để chủ hồ sơ này phải chờ.",
    "medium": "Đài truyền thanh thị trấn",
}


def apologised(township: Township, when: str, **words: str) -> UUID:
    """A dossier for which the chairman apologised then; in writing unless said otherwise."""
    dossier = examined(township)
    words = {"kind": "late", "manner": "written", "text": "Xin lỗi vì chậm."} | words
    do(township, "chutich", cmd.Apologise, dossier, when, **words)
    return dossier


def extended(township: Township, when: str) -> UUID:
    """A dossier with a new appointment signed then."""
    dossier = examined(township)
    do(township, "hotich", cmd.ProposeExtension, dossier, working_days=2, reason="Chờ xác minh nơi cư trú")
    task = state(dossier).task_for("sign_extension")
    assert task is not None
    do(township, "chutich", cmd.SignExtension, dossier, when, task_id=task.id)
    return dossier


def register(township: Township, year: int = 2026) -> list[apologies.Apology]:
    return apologies.register([township.office_id], year)


def test_the_register_numbers_every_apology_of_the_office_in_order(township: Township) -> None:
    first = apologised(township, "03-06 09:00")
    second = extended(township, "03-06 10:00")
    third = apologised(township, "03-09 09:00", kind="error", manner="direct")
    lines = register(township)
    assert [(line.number, line.dossier_id) for line in lines] == [(3, third), (2, second), (1, first)]
    told = lines[1]
    assert (told.kind, told.manner, told.words) == ("late", "written", "Chờ xác minh nơi cư trú")
    assert told.new_date == state(second).appointment_at
    assert (lines[0].kind, lines[0].manner) == ("error", "direct")
    assert lines[0].signer
    assert register(township, 2025) == []
    assert apologies.years([township.office_id]) == [2026]
    assert apologies.apology(lines[1].id) == lines[1]


def test_every_year_begins_with_number_one(township: Township) -> None:
    dossier = examined(township)
    words = {"kind": "late", "manner": "written", "text": "Xin lỗi."}
    for when in (at("2026-12-31 16:00"), at("2027-01-04 08:00")):
        township.execute(cmd.Apologise(command_id=uuid4(), dossier_id=dossier, **words), "chutich", when)
    assert [[line.number for line in register(township, year)] for year in (2026, 2027)] == [[1], [1]]


def test_the_register_knows_the_number_of_the_paper(township: Township) -> None:
    extended(township, "03-03 10:00")
    with time.at(township.clock + timedelta(minutes=1)):
        follow()
    assert register(township)[0].paper_number.endswith("/PXL")


def test_a_proof_is_noted_on_the_page_and_stands_in_the_register(township: Township, visit: Visit) -> None:
    apologised(township, "03-06 09:00")
    line = register(township)[0]
    assert (line.proof, line.proof_at) == ("", None)
    leader = visit("phochutich")
    listed = leader.get("/oversight/apologies/?unproved=1").content.decode()
    assert listed.count("data-primary") == 1
    page = f"/oversight/apologies/{line.id}/"
    assert leader.post(page, command_id=uuid4(), proof=" ").status_code == 422
    assert leader.post(page, command_id=uuid4(), proof="Thư bảo đảm RR123456789VN").status_code == 302
    noted = register(township)[0]
    assert noted.proof == "Thư bảo đảm RR123456789VN"
    assert noted.proof_at == township.clock
    assert leader.get("/oversight/apologies/?unproved=1").content.decode().count("data-primary") == 0
    assert leader.post(page, command_id=uuid4(), proof="Ký nhận tại quầy").status_code == 302
    assert register(township)[0].proof == "Ký nhận tại quầy"


def test_who_supervises_reads_but_notes_no_proof(township: Township, visit: Visit) -> None:
    apologised(township, "03-06 09:00")
    page = f"/oversight/apologies/{register(township)[0].id}/"
    assert visit("giamsat").get(page).status_code == 200
    assert visit("giamsat").post(page, command_id=uuid4(), proof="RR1").status_code == 422
    assert register(township)[0].proof == ""


def test_the_register_is_searched_printed_and_taken_home(township: Township, visit: Visit) -> None:
    apologised(township, "03-06 09:00", text="=1+1 hỏng máy in")
    extended(township, "03-03 10:00")
    supervisor = visit("giamsat")
    assert supervisor.get("/oversight/apologies/").content.decode().count("data-primary") == 2
    for query, lines in (
        ("q=may+in", 1),
        ("q=xac+minh", 1),
        ("kind=lost", 0),
        ("manner=written", 2),
        ("year=2024", 0),
    ):
        page = supervisor.get(f"/oversight/apologies/?{query}").content.decode()
        assert page.count("data-primary") == lines, query
    answer = supervisor.get("/oversight/apologies/?file=list")
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeff")
    assert len(text.splitlines()) == 3
    assert "'=1+1" in text
    assert "Chờ xác minh nơi cư trú" in supervisor.get("/oversight/apologies/?print=1").content.decode()


def test_another_office_sees_nothing_of_it(township: Township, neighbour: Neighbour, visit: Visit) -> None:
    apologised(township, "03-06 09:00")
    line = register(township)[0]
    assert visit("giamsatxa").get(f"/oversight/apologies/{line.id}/").status_code == 404
    assert (
        visit("giamsatxa")
        .get(f"/oversight/apologies/?office={township.office_id}")
        .content.decode()
        .count("data-primary")
        == 0
    )
    assert (
        visit("huyen")
        .get(f"/oversight/apologies/?office={neighbour.office_id}")
        .content.decode()
        .count("data-primary")
        == 0
    )
    assert visit("huyen").get("/oversight/apologies/").content.decode().count("data-primary") == 1


def test_an_event_that_is_no_apology_has_no_page(township: Township, visit: Visit) -> None:
    dossier = examined(township)
    from motcua.dossiers.models import DossierEvent

    other = DossierEvent.objects.filter(dossier=dossier).earliest("seq").pk
    assert visit("giamsat").get(f"/oversight/apologies/{other}/").status_code == 404


def test_the_portal_publishes_public_apologies_without_names(township: Township) -> None:
    dossier = apologised(township, "03-06 09:00", **PUBLIC)
    apologised(township, "03-06 09:30", text="Nội dung riêng cho người nộp")
    page = Client().get("/apologies/").content.decode()
    told = state(dossier)
    assert told.intake is not None
    assert told.code is not None
    assert "Chúng tôi đã để chủ hồ sơ này phải chờ." in page
    assert "Nội dung riêng" not in page
    assert told.code not in page
    assert apologies.shortened(told.code) in page
    for secret in (told.intake.applicant.name, told.intake.applicant.id_number, told.intake.applicant.phone):
        assert secret not in page


def test_the_portal_pages_through_many_and_says_when_there_are_none(township: Township) -> None:
    assert "panel" in Client().get("/apologies/").content.decode()
    dossier = examined(township)
    for number in range(apologies.PUBLISHED_AT_ONCE + 3):
        words = {**PUBLIC, "text": f"Lời xin lỗi thứ {number}."}
        do(township, "chutich", cmd.Apologise, dossier, f"03-06 09:{number:02}", **words)
    first = apologies.published()
    assert len(first.entries) == apologies.PUBLISHED_AT_ONCE
    older = apologies.published(first.older)
    assert [entry.words for entry in older.entries] == [f"Lời xin lỗi thứ {number}." for number in (2, 1, 0)]


def test_the_text_for_the_radio_names_the_office_and_no_person(township: Township, visit: Visit) -> None:
    dossier = apologised(township, "03-06 09:00", **PUBLIC)
    line = register(township)[0]
    page = visit("chutich").get(f"/oversight/apologies/{line.id}/").content.decode()
    assert "data-copy" in page
    told = state(dossier)
    assert told.intake is not None
    printed = visit("chutich").get(f"/oversight/apologies/{line.id}/?print=1").content.decode()
    assert line.office in printed
    assert "05/03/2026" in printed  # the day that was promised
    assert PUBLIC["text"] in printed
    assert told.intake.applicant.name not in printed


def test_an_apology_in_writing_has_no_text_for_the_radio(township: Township, visit: Visit) -> None:
    apologised(township, "03-06 09:00")
    page = visit("chutich").get(f"/oversight/apologies/{register(township)[0].id}/").content.decode()
    assert 'id="announcement"' not in page


def test_the_register_is_read_with_one_statement(
    township: Township, django_assert_num_queries: Callable[[int], Any]
) -> None:
    apologised(township, "03-06 09:00")
    with django_assert_num_queries(1):
        register(township)
    with django_assert_num_queries(1):
        apologies.published()
