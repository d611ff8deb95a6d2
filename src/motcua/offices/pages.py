"""Data of whole pages about offices: the public board of a desk, and the lists of the setup pages."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from motcua.kernel import time
from motcua.kernel.errors import Refusal, Status
from motcua.offices.actors import Actor
from motcua.offices.models import Delegation, FieldGroup, Membership, Office, Person, Post, Unit
from motcua.offices.queries import duty_rows, given_name_key, in_force, offices_of, within
from motcua.offices.roles import Role


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody on duty, as NĐ 61/2018 Art 9(7) wants it posted: name, title, field, phone."""

    name: str
    post: str
    duties: str
    phone: str
    unit: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Board:
    """What must be publicly posted about a desk (R-98)."""

    office_id: int
    name: str
    superior_name: str
    address: str
    hours: str
    hotline: str
    email: str
    notice: str
    head: tuple[Officer, ...]
    officers: tuple[Officer, ...]
    missing: tuple[str, ...]  # what the law wants posted and nobody has entered: names of columns


def office_board(office_id: int, on: date | None = None) -> Board:
    """The public board of an office on a day (today). Refuses an office that does not exist then."""
    day = on or time.today()
    office = Office.objects.filter(in_force(day), pk=office_id).first()
    if office is None:
        raise Refusal(
            "no_such_office",
            _("There is no such office."),
            _("Choose one from the list."),
            status=Status.NOT_FOUND,
        )
    groups: dict[int, list[str]] = {}
    for group in FieldGroup.objects.filter(office=office):
        groups.setdefault(group.unit_id, []).append(group.name)
    head: list[Officer] = []
    officers: list[Officer] = []
    for row in duty_rows(office_id, day):
        shown = Officer(
            name=row.person.full_name,
            post=row.post.title if row.post else "",
            duties=row.post.duties if row.post else "",
            phone=row.person.phone or row.unit.phone,
            unit=row.unit.name,
            fields=tuple(groups.get(row.unit_id, ())),
        )
        (head if Role.DESK_HEAD in row.roles else officers).append(shown)
    wanted = {
        "address": office.address,
        "hours": office.hours,
        "hotline": office.hotline,
        "head": head,
        "officers": officers,
    }
    return Board(
        office_id=office.pk,
        name=office.name,
        superior_name=office.superior_name,
        address=office.address,
        hours=office.hours,
        hotline=office.hotline,
        email=office.email,
        notice=office.notice,
        head=tuple(head),
        officers=tuple(officers),
        missing=tuple(name for name, value in wanted.items() if not value),
    )


def public_offices(on: date | None = None) -> QuerySet[Office]:
    """The offices with a desk, for citizens: those one can go to today."""
    day = on or time.today()
    return Office.objects.filter(in_force(day), units__kind="desk").distinct().order_by("path")


def deciding_offices(on: date | None = None) -> QuerySet[Office]:
    """The offices that can be competent today: somebody leads there, and working time is known."""
    day = on or time.today()
    found = Office.objects.filter(in_force(day), units__kind="leadership", calendar__isnull=False)
    return found.distinct().order_by("path")


_NEAREST = """
SELECT office.id FROM offices_office own
JOIN offices_office office ON office.id = ANY (string_to_array(own.path, '.')::bigint[])
WHERE own.id = %(own)s AND office.id = ANY (%(deciding)s) AND office.level_name <> ALL (%(unfit)s)
  AND EXISTS (SELECT FROM offices_fieldgroup g WHERE g.office_id = office.id AND %(field)s = ANY (g.field_codes))
ORDER BY length(office.path) DESC LIMIT 1
"""


def nearest_deciding(
    office_id: int, deciding: Collection[int], field_code: str, unfit_levels: Collection[str]
) -> int | None:
    """The first of these offices, from the own one upwards, that handles the field. One statement.

    Offices of the unfit levels are passed over; None where nobody is left.
    """
    values: dict[str, Any] = {
        "own": office_id,
        "deciding": list(deciding),
        "field": field_code,
        "unfit": list(unfit_levels),
    }
    with connection.cursor() as cursor:
        cursor.execute(_NEAREST, values)
        row = cursor.fetchone()
    return int(row[0]) if row else None


@dataclass(frozen=True, slots=True)
class TreeLine:
    """One line of the tree of offices; `depth` 0 is the topmost one that is shown."""

    office: Office
    depth: int
    may_change: bool


def office_tree(actor: Actor, on: date | None = None, abolished: bool = False) -> list[TreeLine]:
    """The offices a person oversees or works in, parents before children, children in order of name."""
    day = on or time.today()
    rows = list(offices_of(actor, day))
    if abolished:
        tops = actor.paths(Role.SUPERVISOR, Role.ADMINISTRATOR)
        ended = Office.objects.filter(valid_to__lt=day)
        rows += list(ended if actor.system else ended.filter(within(tops, "path")))
    rows.sort(key=lambda office: [int(part) for part in office.path.split(".")])
    known = {office.path for office in rows}
    return [
        TreeLine(
            office,
            sum(1 for path in _above(office.path) if path in known),
            actor.administers(office.path),
        )
        for office in rows
    ]


@dataclass(frozen=True, slots=True)
class UnitPage:
    """A unit that exists or will, with its posts and everybody posted there, now or later."""

    unit: Unit
    posts: tuple[Post, ...]
    memberships: tuple[Membership, ...]


@dataclass(frozen=True, slots=True)
class OfficePage:
    """Everything the setup page of an office shows."""

    office: Office
    units: tuple[UnitPage, ...]
    field_groups: tuple[FieldGroup, ...]
    delegations: tuple[Delegation, ...]
    may_change: bool


def office_page(actor: Actor, office_id: int, on: date | None = None) -> OfficePage:
    """The setup page of an office. Refuses one that the person may not look at, as if it did not exist."""
    day = on or time.today()
    office = Office.objects.select_related("parent", "calendar", "successor").filter(pk=office_id).first()
    if office is None or not actor.may_see_office(office.path):
        raise Refusal(
            "no_such_office",
            _("There is no such office."),
            _("Choose one from the list."),
            status=Status.NOT_FOUND,
        )
    posts: dict[int, list[Post]] = {}
    for post in Post.objects.filter(unit__office=office):
        posts.setdefault(post.unit_id, []).append(post)
    members: dict[int, list[Membership]] = {}
    rows = Membership.objects.filter(Q(valid_to=None) | Q(valid_to__gte=day), unit__office=office)
    for row in rows.select_related("person", "post", "unit"):
        members.setdefault(row.unit_id, []).append(row)
    return OfficePage(
        office=office,
        units=tuple(
            UnitPage(
                unit,
                tuple(posts.get(unit.pk, ())),
                tuple(sorted(members.get(unit.pk, ()), key=lambda row: given_name_key(row.person.full_name))),
            )
            for unit in Unit.objects.filter(Q(valid_to=None) | Q(valid_to__gte=day), office=office)
        ),
        field_groups=tuple(FieldGroup.objects.filter(office=office).select_related("unit")),
        delegations=tuple(
            Delegation.objects.filter(unit__office=office, valid_to__gte=day).select_related(
                "giver", "receiver", "unit"
            )
        ),
        may_change=actor.administers(office.path),
    )


def people(actor: Actor, office_id: int | None = None, on: date | None = None) -> list[Person]:
    """People posted now or later in offices the person administers (or in one of them), by given name.

    Accounts that are posted nowhere are listed for every administrator, so that none is lost.
    """
    day = on or time.today()
    posted = Membership.objects.filter(Q(valid_to=None) | Q(valid_to__gte=day))
    rows = Person.objects.filter(is_active=True)
    if office_id is not None:
        rows = rows.filter(pk__in=posted.filter(unit__office_id=office_id).values("person"))
    elif actor.has(Role.ADMINISTRATOR):
        tops = actor.paths(Role.ADMINISTRATOR)
        seen = posted if actor.system else posted.filter(_unit_within(tops))
        rows = rows.filter(Q(pk__in=seen.values("person")) | ~Q(pk__in=posted.values("person")))
    else:
        rows = rows.filter(pk__in=posted.filter(unit__office_id__in=actor.offices()).values("person"))
    return sorted(rows, key=lambda person: given_name_key(person.full_name))


def _unit_within(tops: tuple[str, ...]) -> Q:
    return within(tops, "unit__office__path")


def _above(path: str) -> list[str]:
    parts = path.split(".")
    return [".".join(parts[:count]) for count in range(1, len(parts))]
