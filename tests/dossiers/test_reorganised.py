"""On the day an office is abolished: its open dossiers go to the successor, its history keeps its name."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from django.urls import reverse

from motcua.dossiers import commands as cmd
from motcua.dossiers import ledger
from motcua.dossiers.attribution import held
from motcua.dossiers.queries import dossier_page, visible_dossiers
from motcua.dossiers.state import DossierState
from motcua.dossiers.stranded import Reason, stranded
from motcua.kernel import time
from motcua.offices import services as offices
from motcua.offices.actors import SYSTEM
from motcua.offices.models import FieldGroup, Office
from motcua.reports.formulas import year
from motcua.reports.overruns import overruns
from motcua.reports.queries import Scope
from tests.dossiers import along
from tests.dossiers.along import Road, step
from tests.dossiers.saying import known, nothing_broken, refused, state, types_of
from tests.house import staff
from tests.setup.conftest import hidden_fields, text_of
from tests.township import Township, at

CODE = "2.002755"
BASIS = "Nghị quyết 01/NQ-HĐND ngày 28/02/2026"
AFTER = at("2026-03-05 08:00")


@pytest.fixture
def road(township: Township) -> Road:
    """Commune, district, department: and the district is abolished on the evening of 4 March."""
    found = along.build(township)
    found.office["new"] = staff.staffed("new", found.office["province"], "H99.2", "000.00.02.H99")
    found.go_by(CODE, along.THROUGH_THE_DISTRICT)
    return found


def at_the_district(road: Road) -> UUID:
    """Acknowledged at the district and given to its officer."""
    dossier = road.receive(CODE, "commune", "department")
    road.act(dossier, "accept_transfer", papers_given_by="Trần Văn Mẫu")
    officer = road.who("case_officer", office="district")
    road.act(dossier, "assign", assignee_id=officer.person_id)
    return dossier


def abolish(road: Road, key: str = "district") -> None:
    """On its last day, 4 March; what lies below it moves first."""
    province = road.office["province"]
    with time.at(at("2026-03-03 08:00")):
        for child in Office.objects.filter(parent=road.office[key]):
            Office.objects.filter(pk=child.pk).update(parent=province, path=f"{province}.{child.pk}")
        row = Office.objects.get(pk=road.office[key])
        offices.abolish_office(SYSTEM, row.pk, row.version, date(2026, 3, 4), road.office["new"])


def moving(
    road: Road, dossier: UUID, old: str = "district", new: str = "new", basis: str = BASIS
) -> cmd.TransferOffice:
    return cmd.TransferOffice(
        **known(dossier), from_office=road.office[old], to_office=road.office[new], legal_basis=basis
    )


def test_the_successor_goes_on_where_the_old_office_stood(road: Road) -> None:
    dossier = at_the_district(road)
    before = state(dossier)
    abolish(road)
    admin = road.who("administrator", office="province")
    found = road.do(moving(road, dossier), admin, AFTER)
    assert road.office_of(dossier) == ["new"]
    assert [task.assignee_id for task in found.tasks] == [None], "the old office's officer is named no more"
    assert (found.due_at, found.marking) == (before.due_at, before.marking)
    road.act(dossier, "examine", at("2026-03-05 09:00"))
    assert road.office_of(dossier) == ["department", "department"]
    assert nothing_broken()


def test_history_keeps_the_old_name_and_tells_the_change(road: Road) -> None:
    dossier = at_the_district(road)
    abolish(road)
    road.do(moving(road, dossier), road.who("administrator", office="province"), AFTER)
    with time.at(AFTER):
        page = dossier_page(dossier, road.who("case_officer", office="new"))
    told = page.history[-1]
    assert BASIS in told.note
    assert "UBND huyện" in told.text
    assert any("division district" in line.then for line in page.history), "what was done there stays there"


def test_time_before_the_day_stays_with_the_old_office(road: Road) -> None:
    dossier = at_the_district(road)
    abolish(road)
    road.do(moving(road, dossier), road.who("administrator", office="province"), AFTER)
    stretches = held(ledger.entries(dossier), DossierState(id=dossier), {}, at("2026-03-06 08:00"))
    assert [stretch.holder.office_id for stretch in stretches][-2:] == [
        road.office["district"],
        road.office["new"],
    ]
    assert stretches[-1].start == AFTER


def test_the_new_office_sees_it_from_then_on(road: Road) -> None:
    dossier = at_the_district(road)
    abolish(road)
    road.township.clock = AFTER
    officer = road.who("case_officer", office="new")
    assert not visible_dossiers(officer).filter(pk=dossier).exists()
    road.do(moving(road, dossier), road.who("administrator", office="province"))
    assert visible_dossiers(officer).filter(pk=dossier).exists()


def test_left_where_it_is_it_stands_on_the_list_of_what_nobody_can_do(road: Road) -> None:
    dossier = at_the_district(road)
    abolish(road)
    with time.at(AFTER):
        found = stranded(road.who("supervisor", office="province"), AFTER)
    assert [(item.dossier_id, item.reason) for item in found] == [(dossier, Reason.NO_OWNER)]


def test_the_receiving_office_too_can_have_a_successor(road: Road) -> None:
    dossier = road.receive(CODE, "neighbour", "department")
    found = road.do(
        moving(road, dossier, "neighbour", "commune"), road.who("administrator", office="province"), AFTER
    )
    assert found.intake is not None
    assert found.intake.receiving_office_id == road.office["commune"]
    for action in ("accept_transfer", "assign", "examine", "accept_transfer", "sign", "accept_transfer"):
        road.act(
            dossier, action, papers_given_by="Trần Văn Mẫu"
        ) if action == "accept_transfer" else road.act(dossier, action)
    assert road.office_of(dossier) == ["commune"], "the result comes back to the successor's desk"
    assert nothing_broken()


def test_the_competent_office_too_with_its_book(road: Road) -> None:
    from motcua.dossiers.models import Dossier

    dossier = at_the_district(road)
    road.do(moving(road, dossier, "department", "new"), road.who("administrator", office="province"), AFTER)
    row = Dossier.objects.select_related("field_group").get(pk=dossier)
    assert row.competent_office_id == road.office["new"]
    assert row.field_group.office_id == road.office["new"]
    road.act(dossier, "examine", at("2026-03-05 09:00"))
    assert road.office_of(dossier) == ["new", "new"]
    assert nothing_broken()


def test_only_an_administrator_above_both_moves_it(road: Road) -> None:
    dossier = at_the_district(road)
    for role, office in (("administrator", "district"), ("administrator", "new"), ("supervisor", "province")):
        with refused("not_above_both"):
            road.do(moving(road, dossier), road.who(role, office=office))
    with refused("basis_needed"):
        road.do(moving(road, dossier, basis=" "), road.who("administrator", office="province"))
    with refused("not_that_office"):
        road.do(moving(road, dossier, "neighbour"), road.who("administrator", office="province"))


def test_a_finished_dossier_stays_as_it_was(road: Road) -> None:
    dossier = road.receive(CODE, "commune", "department")
    road.do(
        cmd.WithdrawDossier(**known(dossier), reason="Không cần nữa", requested_by="counter"),
        road.who("receptionist", office="commune"),
    )
    with refused("finished"):
        road.do(moving(road, dossier), road.who("administrator", office="province"))


def by_identifier(road: Road) -> None:
    """The steps name the district by its identifier, not by its level."""
    place = f"office:{Office.objects.get(pk=road.office['district']).code_new}"
    road.go_by(
        CODE,
        (
            step(1, "receive"),
            step(2, "assign", place),
            step(3, "examine", place),
            step(4, "sign"),
            step(5, "return", hours=0, to=0),
        ),
    )


def test_steps_that_name_an_abolished_office_are_its_successors(road: Road) -> None:
    by_identifier(road)
    abolish(road)
    dossier = road.receive(CODE, "commune", "department", AFTER)
    assert set(road.office_of(dossier)) == {"new"}
    road.act(dossier, "accept_transfer", papers_given_by="Trần Văn Mẫu")
    road.act(dossier, "assign", assignee_id=road.who("case_officer", office="new").person_id)
    road.act(dossier, "examine")
    assert road.office_of(dossier) == ["department", "department"]
    assert nothing_broken()


def test_the_successor_of_a_successor_too(road: Road) -> None:
    by_identifier(road)
    abolish(road)
    newest = staff.staffed("newest", road.office["province"], "H99.3", "000.00.03.H99")
    Office.objects.filter(pk=road.office["new"]).update(valid_to=date(2026, 3, 4), successor=newest)
    road.office["newest"] = newest
    dossier = road.receive(CODE, "commune", "department", AFTER)
    assert set(road.office_of(dossier)) == {"newest"}


def test_a_successor_that_cannot_play_the_part_is_refused_by_name(road: Road) -> None:
    by_identifier(road)
    abolish(road)
    FieldGroup.objects.filter(office_id=road.office["new"]).delete()
    with refused("field_without_group"):
        road.receive(CODE, "commune", "department", AFTER)


def test_an_abolished_office_without_a_successor_is_still_refused(road: Road) -> None:
    by_identifier(road)
    abolish(road)
    Office.objects.filter(pk=road.office["district"]).update(successor=None)
    with refused("office_not_in_force"):
        road.receive(CODE, "commune", "department", AFTER)


def test_all_of_an_offices_open_dossiers_are_moved_from_its_page(road: Road) -> None:
    from django.test import Client

    from motcua.offices.models import Person

    dossiers = [at_the_district(road) for _ in range(3)]
    abolish(road)
    browser = Client()
    browser.force_login(Person.objects.get(username="administrator-province"))
    address = reverse("setup:office-dossiers", args=[road.office["district"]])
    with time.at(AFTER):
        shown = text_of(browser.get(address))
        assert all(str(state(dossier).code) in shown for dossier in dossiers)
        form = {**hidden_fields(shown), "successor": str(road.office["new"]), "legal_basis": BASIS}
        told = browser.post(address, form)
        assert text_of(told).count("tag-good") == 3
        assert browser.post(address, form).status_code == 302, "sent twice, carried out once"
        assert "tag-good" not in text_of(browser.get(address))
    for dossier in dossiers:
        assert types_of(dossier)[-1] == "office_transferred"
        assert road.office_of(dossier) == ["new"]
    assert nothing_broken()


def test_the_unit_that_took_over_is_named_with_its_office_where_delays_are_told(road: Road) -> None:
    dossier = at_the_district(road)
    abolish(road)
    road.do(moving(road, dossier), road.who("administrator", office="province"), AFTER)
    long_after = at("2026-09-01 08:00")
    found = overruns(year(2026).window(long_after), SYSTEM, Scope())
    (late,) = found.dossiers
    held_by = {found.units[holder.unit_id].office for holder in late.charges if holder.unit_id}
    assert {holder.unit_id for holder in late.charges if holder.unit_id} <= set(found.units)
    assert {Office.objects.get(pk=road.office[key]).short_name for key in ("district", "new")} <= held_by
    assert found.several
