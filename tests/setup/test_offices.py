"""Offices, units, groups of fields: made and changed in the browser."""

from __future__ import annotations

from datetime import date

from motcua.offices.models import FieldGroup, Membership, Office, Person, Unit
from tests.setup.conftest import Admin, text_of
from tests.township import Township


def office(township: Township) -> Office:
    return Office.objects.get(pk=township.office_id)


def test_the_public_notice_is_changed_and_citizens_read_it(admin: Admin, township: Township) -> None:
    sent = admin.sends(
        "office-notice",
        township.office_id,
        address="Số 1, đường Mẫu",
        hours="Thứ Hai đến thứ Bảy",
        hotline="0219 111 1111",
    )
    assert sent.status_code == 302
    assert office(township).address == "Số 1, đường Mẫu"
    assert "0219 111 1111" in text_of(admin.client.get(f"/desks/{township.office_id}/"))


def test_somebody_else_was_quicker_and_nothing_typed_is_lost(admin: Admin, township: Township) -> None:
    values = {"address": "A", "hours": "B", "hotline": "C"}
    admin.sends("office-notice", township.office_id, **values)
    late = admin.sends("office-notice", township.office_id, **values, seen="1", notice="Chữ đã gõ")
    assert late.status_code == 409
    assert "Chữ đã gõ" in text_of(late)
    assert "Somebody else has changed" in text_of(late)
    assert office(township).notice == ""


def test_a_form_sent_twice_is_carried_out_once(admin: Admin, township: Township) -> None:
    page = {
        "name": "Tổ hỗ trợ",
        "kind": "division",
        "valid_from": "2026-01-05",
        "command_id": "018f0000-0000-7000-8000-000000000001",
    }
    first = admin.sends("unit-new", township.office_id, **page)
    second = admin.sends("unit-new", township.office_id, **page)
    assert (first.status_code, second.status_code) == (302, 302)
    assert Unit.objects.filter(name="Tổ hỗ trợ").count() == 1


def test_an_office_below_is_made_and_ended_with_its_successor(admin: Admin, township: Township) -> None:
    made = admin.sends(
        "office-new",
        parent=str(township.office_id),
        name="Điểm tiếp nhận số 2",
        short_name="Điểm 2",
        level="5",
        level_name="facility",
        valid_from="2026-01-05",
    )
    below = Office.objects.get(name="Điểm tiếp nhận số 2")
    assert made["Location"].endswith(f"/offices/{below.pk}/")
    ended = admin.sends("office-abolish", below.pk, last_day="2026-11-30", successor=str(township.office_id))
    assert ended.status_code == 302
    below.refresh_from_db()
    assert (below.valid_to, below.successor_id) == (date(2026, 11, 30), township.office_id)
    assert "Điểm tiếp nhận số 2" in admin.opens("offices", abolished="1")


def test_one_does_not_abolish_ones_own_office(admin: Admin, township: Township) -> None:
    above = Office.objects.get(code_new="H99.20")
    refused = admin.sends(
        "office-abolish", township.office_id, last_day="2026-11-30", successor=str(above.pk)
    )
    assert refused.status_code == 403
    assert "Ask an administrator" in text_of(refused)
    assert office(township).valid_to is None


def test_a_unit_that_handles_fields_is_not_closed(admin: Admin, township: Township) -> None:
    unit = FieldGroup.objects.filter(office=township.office_id)[0].unit
    refused = admin.sends("unit-close", unit.pk, last_day="2026-12-31")
    assert refused.status_code == 422
    assert "still belongs to this unit" in text_of(refused)
    unit.refresh_from_db()
    assert unit.valid_to is None


def test_fields_go_to_another_unit(admin: Admin, township: Township) -> None:
    group = FieldGroup.objects.get(office=township.office_id, name="Tôn giáo - Tín ngưỡng")
    leaders = Unit.objects.get(office=township.office_id, name__startswith="Địa chính")
    sent = admin.sends(
        "group-edit",
        group.pk,
        name=group.name,
        unit=str(leaders.pk),
        position="4",
        fields_chosen=["TONGIAO"],
    )
    assert sent.status_code == 302
    group.refresh_from_db()
    assert group.unit == leaders


def test_a_posting_begins_changes_and_ends(admin: Admin, township: Township) -> None:
    person = Person.objects.get(username="vanthu")
    unit = Unit.objects.get(office=township.office_id, kind="desk")
    admin.sends(
        "membership-new",
        township.office_id,
        person=str(person.pk),
        unit=str(unit.pk),
        roles=["receptionist"],
        valid_from="2026-11-01",
    )
    posting = Membership.objects.get(person=person, unit=unit)
    admin.sends("membership-edit", posting.pk, roles=["receptionist", "desk_head"], on_duty="on")
    posting.refresh_from_db()
    assert posting.roles == ["receptionist", "desk_head"]
    assert posting.on_duty
    admin.sends("membership-end", posting.pk, last_day="2026-12-31")
    posting.refresh_from_db()
    assert posting.valid_to == date(2026, 12, 31)


def test_a_leader_on_leave_is_stood_in_for_by_a_decision(admin: Admin, township: Township) -> None:
    leaders = Unit.objects.get(office=township.office_id, kind="leadership")
    giver, receiver = (Person.objects.get(username=name) for name in ("chutich", "phochutich"))
    values = {
        "giver": str(giver.pk),
        "receiver": str(receiver.pk),
        "unit": str(leaders.pk),
        "role": "signing_leader",
        "valid_from": "2026-11-20",
        "valid_to": "2026-12-05",
    }
    without = admin.sends("delegation-new", township.office_id, **values)
    assert without.status_code == 422
    assert (
        admin.sends("delegation-new", township.office_id, **values, decision_number="15/QĐ").status_code
        == 302
    )
    assert "15/QĐ" in admin.opens("office", township.office_id)
