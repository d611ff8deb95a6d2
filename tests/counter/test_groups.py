"""Several procedures handed in at once: one page, one receipt, several results."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.dossiers.groups import group_page
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import dossier_page
from motcua.dossiers.status import Status
from motcua.kernel import time
from motcua.notices.moments import Moment, moment_of
from motcua.notices.writing import news_of, values_for
from motcua.offices.models import FieldGroup, Office
from motcua.papers.models import IssuedPaper
from motcua.papers.own_link import own_address
from motcua.procedures import services
from motcua.procedures.drafts import CaseDraft, PartDraft
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.queries import terms, version_in_force
from tests.counter.conftest import Counter
from tests.dossiers.saying import nothing_broken, state
from tests.house import staff
from tests.township import at

GROUP = "2.000986"  # birth, residence, health card
GROUP_NAME = "cấp thẻ BHYT cho trẻ em dưới 6 tuổi"
BIRTH, RESIDENCE, CARD = "1.001193", "1.004845", "2.001035"


@pytest.fixture
def group(counter: Counter) -> Counter:
    """The group with its parts in the catalogue, open at the counter."""
    counter.place.clock = at("2026-03-02 08:00")
    with time.at(counter.place.clock):
        old = version_in_force(GROUP, time.today())
        assert old is not None
        draft = services.start_draft(old)
        content, seen = services.content(draft)
        parts = (PartDraft(BIRTH), PartDraft(RESIDENCE, 1), PartDraft(CARD, 1))
        content = replace(content, parts=parts, channels=("counter", "post", "online"))
        seen = services.save_draft(draft, content, expected=seen)
        services.publish(draft, expected=seen, decision_number="01/QĐ-MAU")
    return counter


def parts_of(first: UUID) -> list[Dossier]:
    row = Dossier.objects.get(pk=first)
    return sorted(Dossier.objects.filter(group_id=row.group_id), key=lambda part: part.state["group"]["part"])


def received(counter: Counter, **changes: Any) -> list[Dossier]:
    form = counter.form(GROUP, parts=3) | changes
    answer = counter.press("receive", form)
    assert answer.status_code == 302, answer.content.decode()
    return parts_of(UUID(answer.url.split("/")[3]))


def test_the_page_shows_each_part_with_its_date_and_the_whole(group: Counter) -> None:
    page = group.page("/counter/receive/", procedure=group.version(GROUP))
    for words in ("Đăng ký khai sinh", "17:30, 04/03/2026", "sau khi phần 1 được chấp thuận"):
        assert words in page, words


def test_one_press_receives_all_parts_with_one_receipt(group: Counter) -> None:
    birth, residence, card = received(group)
    assert [part.procedure_version.procedure.code for part in (birth, residence, card)] == [
        BIRTH,
        RESIDENCE,
        CARD,
    ]
    assert [state(part.pk).waiting is not None for part in (birth, residence, card)] == [False, True, True]
    assert [IssuedPaper.objects.filter(dossier=part).count() for part in (birth, residence, card)] == [
        1,
        0,
        0,
    ]
    receipt = group.paper(f"/counter/dossiers/{birth.pk}/receipt/")
    for part in (birth, residence, card):
        assert part.code
        assert part.code in receipt
    assert "toàn bộ" in receipt
    assert (
        group.officer.get(f"/counter/dossiers/{card.pk}/receipt/").url
        == f"/counter/dossiers/{birth.pk}/receipt/"
    )
    assert nothing_broken()


def test_the_papers_lie_in_the_first_part_and_pressed_twice_it_is_received_once(group: Counter) -> None:
    form = group.form(GROUP, parts=3)
    first, second = group.press("receive", form), group.press("receive", form)
    assert first.url == second.url
    birth, residence, card = parts_of(UUID(first.url.split("/")[3]))
    assert len(state(birth.pk).papers) == len(form["got"])
    assert [state(part.pk).papers for part in (residence, card)] == [(), ()]


def test_missing_papers_are_asked_for_once_and_the_reason_is_kept(group: Counter) -> None:
    form = group.form(GROUP, parts=3) | {"got": []}
    refused = group.press("receive", form)
    assert refused.status_code != 302
    assert not Dossier.objects.filter(pk=form["dossier_id"]).exists()
    birth, residence, _card = received(group, got=[], override_reason="Nộp bổ sung trong ngày")
    events = [
        Dossier.objects.get(pk=part.pk).events.get(type="received").payload for part in (birth, residence)
    ]
    assert [bool(event.get("missing")) for event in events] == [True, False]
    assert events[0]["override_reason"] == "Nộp bổ sung trong ngày"


def test_a_draft_of_the_group_becomes_its_first_part(group: Counter) -> None:
    form = group.form(GROUP, parts=3, dossier_id=uuid4())
    assert group.press("draft", form).status_code == 302
    assert state(form["dossier_id"]).status is Status.DRAFT
    birth, *_others = received(group, dossier_id=form["dossier_id"], form_id=uuid4(), version=1)
    assert birth.pk == form["dossier_id"]
    assert not Dossier.objects.filter(status=Status.DRAFT).exists()


def test_a_part_that_cannot_be_received_stops_the_whole_in_words(group: Counter) -> None:
    with time.at(group.place.clock):
        card = version_in_force(CARD, time.today())
        assert card is not None
        services.withdraw(card, last_day=time.today() - timedelta(days=1), decision_number="02/QĐ-MAU")
    page = group.page("/counter/receive/", procedure=group.version(GROUP))
    assert "hôm nay không có hiệu lực" in page
    refused = group.press("receive", group.form(GROUP, parts=3))
    assert refused.status_code != 302
    assert not Dossier.objects.filter(group_id__isnull=False).exists()


def test_a_case_of_a_part_without_a_limit_is_told_though_another_case_has_one(group: Counter) -> None:
    with time.at(group.place.clock):
        draft = services.start_draft(group.version(CARD))
        content, seen = services.content(draft)
        cases = (CaseDraft("Trường hợp mẫu 1"), CaseDraft("Trường hợp mẫu 2", Decimal(5), "wd", "ROLL"))
        content = replace(content, committed_value=None, cases=cases)
        seen = services.save_draft(draft, content, expected=seen)
        services.publish(draft, expected=seen, decision_number="03/QĐ-MAU")
    ProcedureVersion.objects.filter(pk=draft).update(legal_value=None)  # as a published catalogue may have it
    page = group.page("/counter/receive/", procedure=group.version(GROUP))
    assert "chưa có thời hạn được công bố" in page


def test_the_applicants_page_shows_every_part(group: Counter) -> None:
    birth, residence, card = received(group)
    page = group.page(urlsplit(own_address(birth.pk)).path)
    for part in (residence, card):
        assert part.code
        assert part.code in page


def test_the_cases_of_a_part_are_its_own(group: Counter) -> None:
    form = group.form(GROUP, parts=3)
    cases = terms(group.version(RESIDENCE)).case_variants
    if cases:
        form["part_case_2"] = cases[-1].id
    _birth, residence, _card = received(group, **{"part_case_2": form.get("part_case_2", "")})
    assert residence.case_variant_id == (cases[-1].id if cases else None)


def test_the_whole_is_due_with_the_last_part(group: Counter) -> None:
    birth, *_others = received(group)
    assert birth.group_id
    with time.at(group.place.clock):
        assert group_page(birth.group_id, group.place.actor("tiepnhan")).due_at == at("2026-03-04 17:30")


def test_one_message_tells_the_day_of_the_last_result(group: Counter) -> None:
    birth, residence, _card = received(group)
    news = [news_of(part.pk, 1) for part in (birth, residence)]
    assert [one and moment_of(one.event) for one in news] == [Moment.RECEIVED, None]
    assert news[0] is not None
    office = Office.objects.get(pk=group.place.office_id)
    assert values_for(news[0], office, "vi")["due"] == "17:30, 04/03/2026"


def test_a_draft_keeps_what_was_chosen_for_each_part(group: Counter) -> None:
    other = staff.staffed("other", 0, "H99", "")
    form = group.form(GROUP, parts=3, part_competent_2=other, dossier_id=uuid4())
    assert group.press("draft", form).status_code == 302
    kept = state(form["dossier_id"]).intake
    assert kept is not None
    assert [part.competent_office_id for part in kept.parts] == [None, other, None]
    page = group.page("/counter/receive/", draft=form["dossier_id"])
    selects = re.findall(r'name="part_competent_(\d)".*?</select>', page, re.S)
    assert selects == ["1", "2", "3"]
    second = page[page.index('name="part_competent_2"') :]
    assert f'value="{other}" selected' in second[: second.index("</select>")]


def test_a_desk_without_the_groups_own_field_drafts_and_refuses_it_all_the_same(group: Counter) -> None:
    for row in FieldGroup.objects.filter(field_codes__contains=["LIENTHONG"]):
        row.field_codes.remove("LIENTHONG")
        row.save()
    why = {"refuse_code": "papers_incomplete", "refuse_reason": "Thiếu giấy chứng sinh"}
    assert group.press("draft", group.form(GROUP, parts=3)).status_code == 302
    refused = group.press("refuse", group.form(GROUP, parts=3, **why))
    assert refused.status_code == 302
    assert GROUP_NAME in group.paper(refused.url)


def test_a_promise_that_reaches_into_an_unannounced_year_is_provisional(group: Counter) -> None:
    group.place.clock = at("2026-12-29 16:00")
    assert "Tạm tính" in group.page("/counter/receive/", procedure=group.version(GROUP))


def test_the_page_reads_each_part_once(group: Counter) -> None:
    group.page("/counter/receive/", procedure=group.version(GROUP))
    with CaptureQueriesContext(connection) as told:
        group.page("/counter/receive/", procedure=group.version(GROUP))
    assert len(told) <= 40


def test_who_does_not_see_the_first_part_is_told_where_its_receipt_is(group: Counter) -> None:
    birth, residence, _card = received(group)
    page = dossier_page(residence.pk, group.place.actor("tiepnhan"))
    assert page.group is not None
    hidden = replace(page, group=replace(page.group, parts=(replace(page.group.parts[0], code=""),)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("motcua.counter.views.papers.dossier_page", lambda *_: hidden)
        answer = group.officer.get(f"/counter/dossiers/{residence.pk}/receipt/")
    assert answer.status_code == 404
    assert "phần" in answer.content.decode()
    del birth
