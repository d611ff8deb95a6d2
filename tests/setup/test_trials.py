"""A test run on the page: the sample walks, the sum is shown, and no dossier is made."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.urls import reverse

from motcua.calendars.models import Calendar
from motcua.calendars.services import create_calendar, publish_version
from motcua.dossiers.models import Dossier
from motcua.offices.actors import SYSTEM
from motcua.offices.models import Office
from motcua.offices.services import set_calendar
from motcua.processes.models import ProcessVersion
from motcua.processes.services import create_draft
from motcua.processes.steps import from_steps, standard_seven
from tests.dossiers.along import step
from tests.house import staff
from tests.setup.conftest import Admin, text_of
from tests.setup.test_processes import STUCK

MONDAY = "2026-03-02T08:00"


def draft(key: str = "qt-thu", text: str = "") -> int:
    return create_draft(
        key, "Quy trình thử", text or from_steps(standard_seven(960), key, "Quy trình thử").decode()
    )


def press(admin: Admin, page: str, button: str, **typed: str) -> str:
    """Press a button of the page's form with what stands in it."""
    fields = re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page[page.index('id="next"') :])
    data: dict[str, Any] = {}
    for name, value in [*fields, ("act", button)]:
        data.setdefault(name, []).append(value)
    response = admin.client.get(press.address, data | typed, follow=True)  # type: ignore[attr-defined]
    assert response.status_code == 200
    return text_of(response)


def opens(admin: Admin, version_id: int, **query: str) -> str:
    press.address = reverse("setup:process-trial", args=[version_id])  # type: ignore[attr-defined]
    return admin.opens("process-trial", version_id, **query)


def buttons(page: str) -> list[str]:
    return re.findall(r'name="act" value="([^"]+)"', page)


def test_a_sample_walks_through_a_draft_and_nothing_is_kept(admin: Admin) -> None:
    page = opens(admin, draft(), at=MONDAY)
    for _ in range(7):
        assert "What happens next" in page
        page = press(admin, page, buttons(page)[0])
    assert "The dossier is finished" in page
    assert "1 working day 7 hours" in page  # the desk used nothing of its hour
    assert page.count('data-label="Together"') == 7
    assert not Dossier.objects.exists()


def test_the_committed_time_of_the_procedure_stands_beside_the_sum(admin: Admin) -> None:
    version = ProcessVersion.objects.filter(state="published", procedureversion__isnull=False).first()
    assert version is not None
    page = opens(admin, version.pk, at=MONDAY)
    assert "left</dd>" in page
    page = press(admin, page, buttons(page)[0])
    page = press(admin, page, buttons(page)[0], **{f"when-{number_in(page)}": "2027-03-02T08:00"})
    assert "The committed time is exceeded by" in page
    assert "late" in page


def open_on_saturdays(office: Office) -> None:
    national = Calendar.objects.get(code="national")
    longer = create_calendar("thu-bay", "Làm việc sáng thứ Bảy", national.pk)
    week = {day: ["07:30-11:30", "13:30-17:30"] for day in range(1, 6)} | {6: ["07:30-11:30"]}
    publish_version(longer.pk, date(2025, 1, 1), week, "1/QĐ-UBND")
    set_calendar(SYSTEM, office.pk, office.version, longer.pk)


def two_places(elsewhere: str) -> int:
    rows = (
        step(1, "receive"),
        step(2, "examine", elsewhere),
        step(3, "sign"),
        step(4, "return", hours=0, to=0),
    )
    return draft("qt-hai-noi", from_steps(rows, "qt-hai-noi", "Hai nơi").decode())


def test_each_step_counts_in_the_working_time_of_its_office(admin: Admin) -> None:
    province = Office.objects.get(code_new="H99")
    open_on_saturdays(province)
    page = opens(admin, two_places("level:province"), at="2026-03-06T16:30")
    page = press(admin, page, buttons(page)[0])
    assert f"{province.name} · due 10:30, 07/03/2026" in words(page)
    page = press(admin, page, buttons(page)[0])
    assert "Ủy ban nhân dân thị trấn Vĩnh Tuy · due 11:30, 09/03/2026" in words(page)


def test_the_desk_is_that_of_the_receiving_office(admin: Admin) -> None:
    own = Office.objects.get(code_new="H99.20.1")
    outpost = staff.bare("Điểm", own.pk, "H99.20.1.1", "")
    open_on_saturdays(outpost)
    chosen = {"receiving": str(outpost.pk), "office": str(own.pk)}
    page = opens(admin, two_places("receiving"), at="2026-03-06T16:30", **chosen)
    for _ in range(2):
        assert f"{outpost.name} · due 10:30, 07/03/2026" in words(page)
        page = press(admin, page, buttons(page)[0])
    assert f"{own.name} · due 11:30, 09/03/2026" in words(page)


def test_hand_overs_between_offices_are_told_with_their_time(admin: Admin) -> None:
    own = Office.objects.get(code_new="H99.20.1")
    outpost = staff.bare("Điểm", own.pk, "H99.20.1.1", "")
    page = opens(admin, two_places("receiving"), at=MONDAY, office=str(own.pk))
    assert f'value="{outpost.pk}" selected' in page, "handed in below, since other offices take part"
    for _ in range(2):
        assert "Handed over by" not in words(page)
        page = press(admin, page, buttons(page)[0])
    assert f"Handed over by {outpost.name}: the desk here acknowledges it first" in words(page)
    assert f"from {outpost.name}, to be acknowledged by" in words(page)


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_an_office_that_is_not_there_is_named(admin: Admin) -> None:
    rows = (step(1, "receive"), step(2, "examine", "office:H12.3"), step(3, "return", hours=0, to=0))
    page = opens(admin, draft("qt-lac", from_steps(rows, "qt-lac", "Lạc").decode()), at=MONDAY)
    assert "an office that does not exist here: office:H12.3" in page


def number_in(page: str) -> str:
    return buttons(page)[0].partition("-")[2]


def test_work_is_sent_back_and_the_last_move_taken_back(admin: Admin) -> None:
    page = opens(admin, draft(), at=MONDAY)
    for _ in range(3):
        page = press(admin, page, buttons(page)[0])
    back = next(button for button in buttons(page) if button.startswith("back-"))
    sent = press(admin, page, back, **{f"to-{back[5:]}": "Step_3"})
    assert "sent back" in sent
    undo = re.search(r'href="\?([^"]+)"[^>]*><svg[^>]*><use[^>]*></use></svg> Take the last move back', sent)
    assert undo is not None
    again = text_of(admin.client.get(press.address + "?" + undo[1].replace("&amp;", "&")))  # type: ignore[attr-defined]
    assert "sent back" not in again


def test_a_drawing_that_cannot_run_says_why(admin: Admin) -> None:
    broken = STUCK.replace('sourceRef="j" targetRef="e"', 'sourceRef="j" targetRef="nowhere"')
    row = ProcessVersion.objects.get(pk=draft())
    row.source = broken
    row.save()
    page = opens(admin, row.pk)
    assert "notice-bad" in page
    assert "Who gets what when" not in page


def test_an_address_that_makes_no_sense_shows_a_page(admin: Admin) -> None:
    version_id = draft()
    for query in (
        {"at": "gestern"}, {"office": "99999999999"}, {"use": "x"}, {"move": "complete~1"}, {"act": "complete-1"},
        {"at": "0001-01-01T00:00"}, {"move": "complete~1~9999-12-31T23:59~~"}, {"act": "back-1", "when-1": "?"},
        {"given": "a"}, {"move": "complete~77~2026-03-02T08:00~~"},
    ):  # fmt: skip
        opens(admin, version_id, **query)
    pressed = admin.client.get(press.address, {"act": "back-1", "when-1": MONDAY}, follow=True)  # type: ignore[attr-defined]
    assert "The last move was not possible" in text_of(pressed)
