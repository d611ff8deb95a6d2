"""The hand-over list of originals between two offices: printed by either side, with both signatures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from motcua.dossiers import commands as cmd
from motcua.dossiers import services as dossiers
from motcua.dossiers.handed_on import handed_on
from motcua.kernel import time
from motcua.kernel.errors import Refusal
from motcua.papers import builders, services
from motcua.papers.builders.between import offices_handed_to
from motcua.papers.kinds import Form
from tests.dossiers import along
from tests.dossiers.along import Road
from tests.dossiers.saying import known, state
from tests.papers.reading import text_of
from tests.township import Township, at

CODE = "2.002755"
DAY = at("2026-03-02 00:00").date()
SignIn = Callable[[str], Any]


@pytest.fixture
def sent(township: Township) -> tuple[Road, UUID]:
    """Examined at the commune at nine, on its way to the district with its originals."""
    return along.sent_to_the_district(township, CODE)


def acknowledge(road: Road, dossier: UUID, when: str, giver: str = "") -> None:
    task = state(dossier).tasks[0]
    with time.at(at(when)):
        dossiers.execute(
            cmd.AcknowledgeTransfer(**known(dossier), task_id=task.id, papers_given_by=giver),
            road.who("receptionist", office="district"),
        )


def data(road: Road, office: str, other: str, when: str, *, sent: bool) -> Any:
    with time.at(at(when)):
        return builders.between_offices_data(road.office[office], road.office[other], DAY, sent=sent)


def test_both_sides_print_the_same_list(sent: tuple[Road, UUID]) -> None:
    road, dossier = sent
    given = data(road, "commune", "district", "2026-03-02 09:30", sent=True)
    assert given == data(road, "district", "commune", "2026-03-02 09:30", sent=False)
    [row] = given.rows
    assert row.code == state(dossier).code
    assert "Bản khai cá nhân" in row.documents
    assert row.originals >= 1
    assert row.parts == "Điện tử: chưa tiếp nhận; giấy: chưa nhận"
    with time.at(at("2026-03-02 09:30")):
        [line] = offices_handed_to(road.office["district"], DAY)
        assert (line.id, line.sent, line.count) == (road.office["commune"], False, 1)


def test_the_two_parts_are_told_apart(sent: tuple[Road, UUID]) -> None:
    road, dossier = sent
    acknowledge(road, dossier, "2026-03-02 10:00")
    given = data(road, "commune", "district", "2026-03-02 10:30", sent=True)
    assert given.rows[0].parts.endswith("giấy: chưa nhận")
    assert "Điện tử: nhận" in given.rows[0].parts
    assert given.receiver == ""
    papers = state(dossier).task_for("accept_papers")
    assert papers is not None
    with time.at(at("2026-03-02 11:00")):
        dossiers.execute(
            cmd.AcknowledgePapers(**known(dossier), task_id=papers.id, given_by="Trần Văn Mẫu"),
            road.who("receptionist", office="district"),
        )
    given = data(road, "district", "commune", "2026-03-03 08:00", sent=False)
    assert (given.giver, given.at) == ("Trần Văn Mẫu", at("2026-03-02 11:00"))
    assert given.receiver == road.who("receptionist", office="district").name
    assert "giấy: nhận" in given.rows[0].parts


def test_what_the_other_desk_refused_is_not_on_its_way(sent: tuple[Road, UUID]) -> None:
    road, dossier = sent
    with time.at(at("2026-03-02 10:00")):
        dossiers.execute(
            cmd.RefuseTransfer(
                **known(dossier), task_id=state(dossier).tasks[0].id, reason="Thiếu biên bản xác minh"
            ),
            road.who("receptionist", office="district"),
        )
    [row] = data(road, "commune", "district", "2026-03-02 10:30", sent=True).rows
    assert row.parts == "đã trả lại: Thiếu biên bản xác minh"
    assert (row.documents, row.originals, row.copies) == ("", 0, 0)
    road.act(dossier, "examine", at("2026-03-02 11:00"))
    acknowledge(road, dossier, "2026-03-02 14:00", "Trần Văn Mẫu")
    given = data(road, "commune", "district", "2026-03-02 14:30", sent=True)
    assert [row.originals for row in given.rows] == [0, 1], "sent again, and taken over this time"
    assert given.receiver == road.who("receptionist", office="district").name
    assert given.at == at("2026-03-02 14:00")


def test_the_paper_names_originals_and_has_a_place_for_both_signatures(sent: tuple[Road, UUID]) -> None:
    road, dossier = sent
    acknowledge(road, dossier, "2026-03-02 10:00", "Trần Văn Mẫu")
    list_ = data(road, "commune", "district", "2026-03-02 10:30", sent=True)
    with time.at(at("2026-03-02 10:30")):
        actor = road.who("receptionist", office="commune")
        paper = services.issue(road.office["commune"], Form.HAND_OVER_LIST, list_, actor, uuid4())
    words = text_of(services.reprint(paper.id))
    for said in (state(dossier).code, "Bản khai cá nhân", "NGƯỜI GIAO", "NGƯỜI NHẬN", "Trần Văn Mẫu"):
        assert str(said) in words


def test_another_office_and_another_day_have_nothing_of_it(sent: tuple[Road, UUID]) -> None:
    road, _dossier = sent
    assert handed_on(road.office["department"], DAY) == ()
    assert handed_on(road.office["commune"], at("2026-03-03 00:00").date()) == ()
    with pytest.raises(Refusal) as refused:
        data(road, "commune", "department", "2026-03-02 09:30", sent=True)
    assert refused.value.code == "no_such_paper_yet"


def test_the_page_of_lists_offers_it_to_sender_and_receiver(sent: tuple[Road, UUID], sign_in: SignIn) -> None:
    road, _dossier = sent
    for office, other, way in (("commune", "district", "sent"), ("district", "commune", "came")):
        desk = sign_in(f"receptionist-{office}")
        shown = desk.get("/papers/books/?day=2026-03-02").content.decode()
        assert f'name="way" value="{way}"' in shown
        answer = desk.post(
            "/papers/books/",
            command_id=uuid4(),
            form="hand_over_list",
            office=road.office[other],
            way=way,
            day="2026-03-02",
        )
        assert answer.status_code == 302
        paper = desk.get(answer.url.replace("print", "pdf"))
        assert b"".join(paper.streaming_content).startswith(b"%PDF")
