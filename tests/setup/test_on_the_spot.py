"""Four parts at the centre: the decision is entered, who may sign follows from delegations, and gaps are told."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.test import Client
from django.urls import reverse

from motcua.kernel import time
from motcua.offices import services
from motcua.offices.actors import SYSTEM
from motcua.offices.models import FieldGroup, Membership, Office, OnTheSpot, Person, Unit
from motcua.offices.roles import Role
from motcua.procedures.models import ProcedureVersion
from motcua.reports.on_the_spot import PARTS, Board, board
from tests.dossiers import along
from tests.dossiers.along import step
from tests.setup.conftest import Admin, text_of
from tests.township import Township, at

CODE = "1.004873"
DAY = date(2026, 3, 2)


def enter(admin: Admin, township: Township, code: str = CODE, first: str = "02/03/2026") -> int:
    values = {"procedure": code, "decision_number": "02/QĐ-UBND", "valid_from": first, "valid_to": ""}
    sent = admin.sends("on-the-spot-new", township.office_id, **values)
    return int(sent.status_code)


def delegate(township: Township, last: date, receiver: str = "tiepnhan") -> None:
    services.delegate(
        SYSTEM,
        Person.objects.get(username="chutich").pk,
        Person.objects.get(username=receiver).pk,
        unit_id=Unit.objects.get(office_id=township.office_id, kind="leadership").pk,
        role=Role.SIGNING_LEADER,
        decision_number="27/QĐ-UBND",
        valid_from=DAY,
        valid_to=last,
    )


def seen(township: Township, day: date = DAY) -> Board:
    return board(Office.objects.get(pk=township.office_id), day)


def test_who_may_sign_stands_with_decision_and_days(admin: Admin, township: Township) -> None:
    with time.at(at("2026-03-02 08:00")):
        assert enter(admin, township) == 302
        delegate(township, date(2026, 3, 20))
        page = admin.opens("on-the-spot", township.office_id)
        assert CODE in page
        assert "27/QĐ-UBND, 02/03/2026 – 20/03/2026" in page
        assert "nobody at the centre may sign today" not in page
        assert "until 20/03/2026" in page, "it ends within thirty days"
        assert "may sign on the spot" not in admin.opens("home")
    [line] = seen(township).lines
    assert [(one.name, one.giver) for one in line.signers] == [("Nguyễn Thị Mẫu An", "Đặng Văn Mẫu Hải")]
    assert line.lacking == ()


def test_after_the_last_day_nobody_may_sign_and_the_administrator_is_warned(
    admin: Admin, township: Township
) -> None:
    with time.at(at("2026-03-02 08:00")):
        enter(admin, township)
        delegate(township, date(2026, 3, 20))
    assert not seen(township, date(2026, 3, 20)).unsigned
    assert [line.spot.procedure_code for line in seen(township, date(2026, 3, 21)).unsigned] == [CODE]
    with time.at(at("2026-03-21 08:00")):
        assert "nobody at the centre may sign today" in admin.opens("on-the-spot", township.office_id)
        assert "Nobody at the centre of “Vĩnh Tuy” may sign on the spot." in admin.opens("home")


def test_a_delegation_to_somebody_outside_the_centre_makes_nothing_on_the_spot(
    admin: Admin, township: Township
) -> None:
    with time.at(at("2026-03-02 08:00")):
        enter(admin, township)
    delegate(township, date(2026, 3, 20), receiver="phochutich")
    assert seen(township).unsigned
    assert seen(township).ending == ()


def test_a_delegation_ends_with_the_role_of_the_one_who_gave_it(admin: Admin, township: Township) -> None:
    with time.at(at("2026-03-02 08:00")):
        enter(admin, township)
    delegate(township, date(2026, 3, 20))
    given = Membership.objects.get(person__username="chutich", roles__contains=["signing_leader"])
    services.end_membership(SYSTEM, given.pk, given.version, date(2026, 3, 10))
    assert not seen(township, date(2026, 3, 10)).unsigned
    assert seen(township, date(2026, 3, 11)).unsigned


def test_parts_that_nobody_at_the_centre_does_are_named(admin: Admin, township: Township) -> None:
    with time.at(at("2026-03-02 08:00")):
        enter(admin, township)
        for row in Membership.objects.filter(unit__kind="division", roles__contains=["case_officer"]):
            services.end_membership(SYSTEM, row.pk, row.version, date(2026, 3, 1))
        page = admin.opens("on-the-spot", township.office_id)
    assert "nobody appraises" in page
    assert "nobody receives" not in page


def test_a_part_that_the_process_does_not_have_is_not_lacking(admin: Admin, township: Township) -> None:
    road = along.build(township)
    rows = (step(1, "receive"), step(2, "sign"), step(3, "return", hours=0, to=0))
    road.go_by(CODE, rows)
    with time.at(along.START):
        if not OnTheSpot.objects.filter(office=township.office_id, procedure_code=CODE).exists():
            services.do_on_the_spot(
                SYSTEM, township.office_id, CODE, decision_number="02/QĐ-UBND", valid_from=DAY
            )
    delegate(township, date(2026, 3, 20))
    [line] = seen(township).lines
    assert (line.lacking, line.absent) == ((), ("appraisal",))
    with time.at(at("2026-03-02 08:00")):
        assert "all that its process has" in admin.opens("on-the-spot", township.office_id)
    FieldGroup.objects.filter(office=township.office_id).delete()
    [line] = seen(township).lines
    assert line.lacking == PARTS, "the office does not do the field"


def test_the_office_is_asked_once_for_each_field(township: Township, django_assert_num_queries: Any) -> None:
    codes = list(
        ProcedureVersion.objects.filter(state="published", process_version__isnull=False)
        .order_by("field_id", "procedure__code")
        .values_list("procedure__code", flat=True)
    )
    fields = ProcedureVersion.objects.filter(procedure__code__in=codes).values("field_id").distinct().count()
    assert fields < len(codes)
    for code in codes:
        services.do_on_the_spot(
            SYSTEM, township.office_id, code, decision_number="02/QĐ-UBND", valid_from=DAY
        )
    seen(township)  # the drawings of processes are read once in the life of the program
    office = Office.objects.get(pk=township.office_id)
    with django_assert_num_queries(4 + fields):
        assert len(board(office, DAY).lines) == len(codes)


def test_the_same_procedure_stands_once_until_its_entry_ends(admin: Admin, township: Township) -> None:
    with time.at(at("2026-03-02 08:00")):
        assert enter(admin, township) == 302
        assert enter(admin, township) == 422
        spot = OnTheSpot.objects.get(procedure_code=CODE)
        assert admin.sends("on-the-spot-end", spot.pk, last_day="01/03/2026").status_code == 302
        assert seen(township).lines == ()
        assert enter(admin, township) == 302


def test_an_entry_that_never_began_is_in_nobodys_way(admin: Admin, township: Township) -> None:
    with time.at(at("2026-03-02 08:00")):
        assert enter(admin, township, first="10/03/2026") == 302
        spot = OnTheSpot.objects.get(procedure_code=CODE)
        assert admin.sends("on-the-spot-end", spot.pk, last_day="05/03/2026").status_code == 302
        assert enter(admin, township, first="03/03/2026") == 302


def test_everybody_at_the_centre_reads_it_and_nobody_else_changes_it(
    admin: Admin, township: Township, client: Client
) -> None:
    with time.at(at("2026-03-02 08:00")):
        enter(admin, township)
        client.force_login(Person.objects.get(username="hotich"))
        page = text_of(client.get("/desk/on-the-spot/"))
        assert CODE in page
        assert "on-the-spot/" not in page.split("<main", 1)[-1], "no way to change it"
        assert client.get(reverse("setup:on-the-spot", args=[township.office_id])).status_code == 403
