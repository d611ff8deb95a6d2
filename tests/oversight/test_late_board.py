"""The supervisor's board: how late, who holds it, why, and what was said to the applicant."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from motcua.dossiers import commands as cmd
from motcua.dossiers import tasks
from motcua.dossiers.models import Task
from motcua.kernel import time
from motcua.reports.late_board import Apology, BoardLine, Cause, board
from motcua.reports.queries import Scope
from tests.dossiers.saying import state
from tests.dossiers.test_legal_life import do, examined
from tests.oversight.office import Neighbour, receive_at
from tests.township import Township, at

Visit = Callable[[str], Any]


def lines(township: Township, who: str = "giamsat") -> dict[UUID, BoardLine]:
    with time.at(township.clock):
        found = board(township.actor(who), Scope(), township.clock)
    return {line.dossier.id: line for line in found.lines}


def sign(township: Township, dossier: UUID, when: str) -> None:
    task = state(dossier).task_for("sign_extension")
    assert task is not None
    do(township, "chutich", cmd.SignExtension, dossier, when, task_id=task.id)


def test_each_dossier_says_how_near_it_is_who_holds_it_and_why(township: Township) -> None:
    dossier = examined(township)  # three working days, due Thursday 5 March, 09:00
    unit = Task.objects.get(dossier=dossier, closed_at=None).unit_id
    asked = {"unit_id": unit, "question": "Có hộ khẩu không?", "working_days": 1}
    do(township, "hotich", cmd.AskOpinion, dossier, "03-02 11:00", **asked)
    township.clock = at("2026-03-02 16:00")
    assert lines(township) == {}
    township.clock = at("2026-03-04 16:00")
    near = lines(township)[dossier]
    assert (near.near.percent, near.late) == (87, False)
    assert near.cause is Cause.OPINION
    assert {holder.unit for holder in near.dossier.holders}
    township.clock = at("2026-03-09 10:00")
    late = lines(township)[dossier]
    assert (late.late, late.near.days) == (True, 2)


def test_what_was_said_to_the_applicant(township: Township) -> None:
    silent, signed, delivered, spoken = (examined(township) for _ in range(4))
    with time.at(at("2026-03-04 15:00")):
        tasks.draft_extensions(0)
    township.clock = at("2026-03-04 15:30")
    assert {line.apology for line in lines(township).values()} == {Apology.DRAFTED}
    sign(township, signed, "03-04 16:00")
    sign(township, delivered, "03-04 16:00")
    number = state(delivered).version
    do(township, "tiepnhan", cmd.RecordApologyProof, delivered, apology=number, proof="Ký nhận tại quầy")
    township.clock = at("2026-03-06 09:00")
    words = {"kind": "late", "text": "Xin lỗi."}
    do(township, "chutich", cmd.Apologise, spoken, manner="direct", **words)
    found = {dossier: line.apology for dossier, line in lines(township).items()}
    assert found == {
        silent: Apology.SILENT,
        signed: Apology.SIGNED,
        delivered: Apology.DELIVERED,
        spoken: Apology.DELIVERED,
    }
    assert lines(township)[silent].drafted  # a draft that nobody signed helps nobody
    assert lines(township)[signed].cause is Cause.GIVEN


def test_every_number_opens_as_many_dossiers(township: Township, visit: Visit) -> None:
    for _ in range(3):
        examined(township)
    township.receive(when=at("2026-03-04 08:00"))
    with time.at(at("2026-03-05 08:00")):
        tasks.draft_extensions(0)
    township.clock = at("2026-03-06 09:00")
    page = visit("giamsat").get("/oversight/late/").content.decode()
    links = re.findall(r'href="(/oversight/late/\?[^"]*)"[^>]*>([^<]*)(?:<span[^>]*>)?([\d.]+)', page)
    counted = [(url.replace("&amp;", "&"), int(number)) for url, _words, number in links]
    assert len(counted) >= 7
    assert {number for _, number in counted} == {0, 1, 3}
    for url, number in counted:
        rows = visit("giamsat").get(url).content.decode().count("data-primary")
        assert rows == number, url


def test_the_board_narrows_to_a_unit_and_to_an_office(
    township: Township, neighbour: Neighbour, visit: Visit
) -> None:
    here = examined(township)
    there = receive_at(township, neighbour, "2026-03-02 09:00")
    township.clock = at("2026-03-10 09:00")
    everything = visit("huyen").get("/oversight/late/").content.decode()
    assert str(here) in everything
    assert str(there) in everything
    assert "division xã Bên, Xã Bên Mẫu" in everything or "desk xã Bên, Xã Bên Mẫu" in everything
    office = visit("huyen").get(f"/oversight/late/?office={neighbour.office_id}").content.decode()
    assert (str(here) in office, str(there) in office) == (False, True)
    unit = Task.objects.get(dossier=here, closed_at=None).unit_id
    held = visit("huyen").get(f"/oversight/late/?unit={unit}").content.decode()
    assert (str(here) in held, str(there) in held) == (True, False)
    own = visit("giamsatxa").get("/oversight/late/").content.decode()
    assert (str(here) in own, str(there) in own) == (False, True)


def test_nonsense_in_the_address_shows_the_whole_board(township: Township, visit: Visit) -> None:
    dossier = examined(township)
    township.clock = at("2026-03-10 09:00")
    page = visit("giamsat").get("/oversight/late/?show=x&unit=-1&office=x&page=0")
    assert page.status_code == 200
    assert str(dossier) in page.content.decode()


def test_who_only_works_here_does_not_see_the_board(township: Township, visit: Visit) -> None:
    assert visit("vanthu").get("/oversight/late/").status_code == 403


def test_the_start_page_counts_who_has_used_most_of_the_time(township: Township, visit: Visit) -> None:
    examined(township)
    township.clock = at("2026-03-04 16:00")
    page = visit("giamsat").get("/oversight/").content.decode()
    assert re.search(r"show=most[^>]*>[^<]*: 1<", page)
    assert re.search(r"show=half[^>]*>[^<]*: 0<", page)
