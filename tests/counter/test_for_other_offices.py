"""Any desk receives for any office of the province (NĐ 118/2025 Art 14(2)): three offices per dossier."""

from __future__ import annotations

import re

import pytest

from motcua.dossiers.models import Dossier
from motcua.dossiers.status import Status
from motcua.kernel import time
from motcua.offices.models import FieldGroup, Office
from motcua.procedures.queries import procedure_sheet, terms
from tests.counter.conftest import Counter
from tests.dossiers import along
from tests.dossiers.saying import state
from tests.township import Township

LONG = "1.004873"


def test_a_desk_alone_is_asked_nothing(counter: Counter) -> None:
    page = counter.page(f"/counter/receive/?procedure={counter.version(LONG)}")
    assert 'name="competent"' not in page


def test_a_desk_receives_for_another_office_and_the_dossier_goes_there_at_once(
    counter: Counter, township: Township
) -> None:
    road = along.build(township)
    page = counter.page(f"/counter/receive/?procedure={counter.version(LONG)}")
    assert 'name="competent"' in page
    form = counter.form(LONG, competent=road.office["neighbour"], returning=road.office["neighbour"])
    assert counter.press("receive", form).status_code == 302
    row = Dossier.objects.get(pk=form["dossier_id"])
    assert (row.receiving_office_id, row.competent_office_id, row.returning_office_id) == (
        township.office_id,
        road.office["neighbour"],
        road.office["neighbour"],
    )
    assert "accept_transfer" in {task.action for task in state(row.pk).tasks}
    assert row.status != Status.DRAFT
    assert "Ủy ban nhân dân" in counter.paper(f"/counter/dossiers/{row.pk}/receipt/")


def test_an_office_nobody_offers_is_not_taken(counter: Counter, township: Township) -> None:
    along.build(township)
    form = counter.form(LONG, competent=99999999)
    assert counter.press("receive", form).status_code == 302
    assert Dossier.objects.get(pk=form["dossier_id"]).competent_office_id == township.office_id


def chosen_in(page: str) -> int:
    """The office that stands in the box of the competent one."""
    box = page[page.index('name="competent"') :].partition("</select>")[0]
    found = re.search(r'value="(\d+)" selected', box)
    assert found is not None
    return int(found.group(1))


def without_the_field(office_id: int, version: int) -> None:
    """The office no longer handles the field of the procedure."""
    code = terms(version).field_code
    for group in FieldGroup.objects.filter(office_id=office_id, field_codes__contains=[code]):
        group.field_codes.remove(code)
        group.save()


def level(office_id: int, name: str) -> None:
    Office.objects.filter(pk=office_id).update(level_name=name)


def test_an_office_that_decides_itself_is_proposed_and_the_choice_stays_shut(
    counter: Counter, township: Township
) -> None:
    along.build(township)
    page = counter.page(f"/counter/receive/?procedure={counter.version(LONG)}")
    assert chosen_in(page) == township.office_id
    assert '<details class="explain mb-2">' in page


@pytest.mark.parametrize(
    ("levels", "proposed"),
    [
        ({"district": "district"}, "district"),  # no level of the national lists: carries out all
        ({"district": "commune"}, "district"),
        ({"district": "province", "province": "commune"}, "province"),
        ({"district": "province", "province": "province"}, "commune"),  # nobody fits
    ],
)
def test_where_the_own_office_cannot_decide_the_nearest_above_that_can_is_proposed(
    counter: Counter, township: Township, levels: dict[str, str], proposed: str
) -> None:
    road = along.build(township)
    without_the_field(township.office_id, counter.version(LONG))
    for key, name in levels.items():
        level(road.office[key], name)
    page = counter.page(f"/counter/receive/?procedure={counter.version(LONG)}")
    assert chosen_in(page) == road.office[proposed]
    assert '<details class="explain mb-2" open>' in page


def test_a_commune_that_only_prepares_it_proposes_the_office_above(
    counter: Counter, township: Township
) -> None:
    road = along.build(township)
    with time.at(township.clock):
        road.go_by(LONG, along.UP_AND_BACK)
    level(road.office["district"], "district")
    level(township.office_id, "commune")
    page = counter.page(f"/counter/receive/?procedure={counter.version(LONG)}")
    assert chosen_in(page) == road.office["district"]
    level(township.office_id, "district")  # an office that stands higher receives and decides itself
    page = counter.page(f"/counter/receive/?procedure={counter.version(LONG)}")
    assert chosen_in(page) == township.office_id


def test_with_another_procedure_the_office_is_proposed_anew(counter: Counter, township: Township) -> None:
    road = along.build(township)
    form = counter.form(LONG, competent=road.office["neighbour"])
    kept = counter.officer.post("/counter/receive/rest/", **form).content.decode()
    assert chosen_in(kept) == road.office["neighbour"]
    with time.at(township.clock):
        changed = {"HX-Trigger-Name": "procedure"}
        anew = counter.officer.client.post("/counter/receive/rest/", form, headers=changed)
    assert chosen_in(anew.content.decode()) == township.office_id


def test_a_draft_keeps_its_own_office_even_if_another_would_be_proposed(
    counter: Counter, township: Township
) -> None:
    along.build(township)
    form = counter.form(LONG, competent=township.office_id)
    assert counter.press("draft", form).status_code == 302
    without_the_field(township.office_id, counter.version(LONG))
    page = counter.page("/counter/receive/", draft=form["dossier_id"])
    assert chosen_in(page) == township.office_id


def test_a_field_the_desk_does_not_deal_with_is_named_and_another_office_offered(
    counter: Counter, township: Township
) -> None:
    along.build(township)
    FieldGroup.objects.all().delete()
    code, name = terms(counter.version(LONG)).field_code, procedure_sheet(counter.version(LONG)).field_name
    page = counter.page(f"/counter/receive/?procedure={counter.version(LONG)}")
    assert '<details class="explain mb-2" open>' in page
    refused = counter.press("receive", counter.form(LONG)).content.decode()
    for said in (page, refused):
        assert f"“{name}”." in said
        assert f" {code}." not in said
        assert "Choose another competent office" in said or "Hãy chọn cơ quan giải quyết khác" in said
