"""Any desk receives for any office of the province (NĐ 118/2025 Art 14(2)): three offices per dossier."""

from __future__ import annotations

from motcua.dossiers.models import Dossier
from motcua.dossiers.status import Status
from motcua.offices.models import FieldGroup
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


def test_a_field_the_desk_does_not_deal_with_is_named_and_another_office_offered(
    counter: Counter, township: Township
) -> None:
    along.build(township)
    FieldGroup.objects.filter(office_id=township.office_id).delete()
    code, name = terms(counter.version(LONG)).field_code, procedure_sheet(counter.version(LONG)).field_name
    page = counter.page(f"/counter/receive/?procedure={counter.version(LONG)}")
    assert '<details class="explain mb-2" open>' in page
    refused = counter.press("receive", counter.form(LONG)).content.decode()
    for said in (page, refused):
        assert f"“{name}”." in said
        assert f" {code}." not in said
        assert "Choose another competent office" in said or "Hãy chọn cơ quan giải quyết khác" in said
