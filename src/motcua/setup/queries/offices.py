"""Choices and checks for the pages about offices."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from motcua.calendars.models import Calendar
from motcua.kernel import time
from motcua.kernel.errors import N_, Refusal, Status
from motcua.offices.actors import Actor
from motcua.offices.models import Delegation, FieldGroup, Membership, Office, Person, Post, Unit
from motcua.offices.pages import office_tree, people
from motcua.offices.queries import in_force
from motcua.offices.services import OfficeData
from motcua.procedures.queries import fields

Choices = list[tuple[str, str]]


def office(actor: Actor, office_id: int) -> Office:
    """An office that the person administers. Refuses others as if they did not exist."""
    row = Office.objects.select_related("parent", "calendar", "successor").filter(pk=office_id).first()
    if row is None or not actor.administers(row.path):
        raise _nothing(N_("There is no such office."))
    return row


def unit(actor: Actor, unit_id: int) -> Unit:
    """A unit of an office that the person administers."""
    row = Unit.objects.select_related("office").filter(pk=unit_id).first()
    if row is None or not actor.administers(row.office.path):
        raise _nothing(N_("There is no such unit."))
    return row


def post(actor: Actor, post_id: int) -> Post:
    """A post in an office that the person administers."""
    row = Post.objects.select_related("unit__office").filter(pk=post_id).first()
    if row is None or not actor.administers(row.unit.office.path):
        raise _nothing(N_("There is no such post."))
    return row


def group(actor: Actor, group_id: int) -> FieldGroup:
    """A group of fields of an office that the person administers."""
    row = FieldGroup.objects.select_related("office", "unit").filter(pk=group_id).first()
    if row is None or not actor.administers(row.office.path):
        raise _nothing(N_("There is no such group of fields."))
    return row


def membership(actor: Actor, membership_id: int) -> Membership:
    """A posting in an office that the person administers."""
    row = Membership.objects.select_related("unit__office", "person", "post").filter(pk=membership_id).first()
    if row is None or not actor.administers(row.unit.office.path):
        raise _nothing(N_("There is no such posting."))
    return row


def delegation(actor: Actor, delegation_id: int) -> Delegation:
    """A delegation in an office that the person administers."""
    row = (
        Delegation.objects.select_related("unit__office", "giver", "receiver")
        .filter(pk=delegation_id)
        .first()
    )
    if row is None or not actor.administers(row.unit.office.path):
        raise _nothing(N_("There is no such delegation."))
    return row


def data_of(row: Office) -> dict[str, object]:
    """What the form of an office begins with."""
    return {name: getattr(row, name) for name in OfficeData.__dataclass_fields__} | {"seen": row.version}


def parent_choices(actor: Actor) -> Choices:
    """Offices below which a new one can be made."""
    return [
        (str(line.office.pk), f"{'– ' * line.depth}{line.office.name}")
        for line in office_tree(actor)
        if line.may_change
    ]


def successor_choices(row: Office) -> Choices:
    """Offices that exist today, without this one."""
    found = Office.objects.filter(in_force(time.today())).exclude(pk=row.pk).order_by("path")
    return [(str(pk), name) for pk, name in found.values_list("pk", "name")]


def calendar_choices() -> Choices:
    """Every calendar."""
    return [(str(pk), name) for pk, name in Calendar.objects.values_list("pk", "name")]


def unit_choices(office_id: int, chosen: Iterable[int] = ()) -> Choices:
    """Units of an office that are not closed, and those chosen."""
    today = time.today()
    rows = Unit.objects.filter(office_id=office_id).filter(
        Q(valid_to=None) | Q(valid_to__gte=today) | Q(pk__in=list(chosen))
    )
    return [(str(pk), name) for pk, name in rows.order_by("kind", "name").values_list("pk", "name")]


def post_choices(unit_ids: Iterable[int]) -> Choices:
    """Posts of these units; with the unit's name when there are several."""
    ids = list(unit_ids)
    rows = Post.objects.filter(unit__in=ids).select_related("unit").order_by("unit__name", "title")
    return [(str(row.pk), row.title if len(ids) == 1 else f"{row.title} – {row.unit.name}") for row in rows]


def people_choices(actor: Actor, chosen: Iterable[int] = ()) -> Choices:
    """People the administrator may post, with their account names."""
    rows = people(actor)
    known = {row.pk for row in rows}
    rows += list(Person.objects.filter(pk__in=[pk for pk in chosen if pk not in known]))
    return [(str(row.pk), f"{row.full_name} ({row.username})") for row in rows]


def field_choices(office_id: int, group_id: int | None) -> Choices:
    """Fields with procedures in force, and those the group has already; taken ones say so by being away."""
    taken: set[str] = set()
    own: list[str] = []
    for row in FieldGroup.objects.filter(office_id=office_id):
        if row.pk == group_id:
            own = list(row.field_codes)
        else:
            taken |= set(row.field_codes)
    known = {code: name for code, name, _ in fields()}
    names = {code: name for code, name in known.items() if code not in taken}
    names |= {code: known.get(code, code) for code in own}
    return sorted(names.items(), key=lambda pair: pair[1])


def _nothing(message: str) -> Refusal:
    return Refusal("not_found", message, N_("Go back and choose one from the list."), status=Status.NOT_FOUND)
