"""Reading offices: what is posted publicly, who plays which part, and the lists of the setup pages."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import F, Q, QuerySet

from motcua.kernel import time
from motcua.kernel.search import sort_key
from motcua.offices.actors import Actor, actor_for
from motcua.offices.models import Membership, Office
from motcua.offices.roles import Role


def roles_of(person_id: int, on: date | None = None) -> frozenset[tuple[Role, int]]:
    """The roles a person holds with their units, delegated ones included."""
    grants = actor_for(person_id, on or time.today()).grants
    return frozenset((grant.role, grant.unit_id) for grant in grants)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who can be given work in a unit."""

    person_id: int
    name: str
    post: str
    roles: tuple[Role, ...]
    delegated: bool = False


_MEMBERS = """
SELECT person.id, person.full_name, coalesce(post.title, ''), m.roles, false
FROM offices_membership m
JOIN offices_person person ON person.id = m.person_id AND person.is_active
LEFT JOIN offices_post post ON post.id = m.post_id
WHERE m.unit_id = %(unit)s AND m.valid_from <= %(on)s AND (m.valid_to IS NULL OR m.valid_to >= %(on)s)
UNION ALL
SELECT person.id, person.full_name, '', ARRAY[d.role]::varchar[], true
FROM offices_delegation d
JOIN offices_person person ON person.id = d.receiver_id AND person.is_active
WHERE d.unit_id = %(unit)s AND d.valid_from <= %(on)s AND d.valid_to >= %(on)s
"""


def unit_members(unit_id: int, role: Role | str | None = None, on: date | None = None) -> list[Member]:
    """Who works in a unit on a day (today), in that role; delegates included; in the order of names."""
    with connection.cursor() as cursor:
        cursor.execute(_MEMBERS, {"unit": unit_id, "on": on or time.today()})
        rows = cursor.fetchall()
    members = [
        Member(person, name, post, tuple(Role(held) for held in roles if held in set(Role)), delegated)
        for person, name, post, roles, delegated in rows
        if role is None or role in roles
    ]
    return sorted(members, key=lambda member: (member.delegated, given_name_key(member.name)))


def given_name_key(full_name: str) -> str:
    """The sort key of Vietnamese name lists: given name first, then the rest."""
    *rest, given = full_name.split() or [""]
    return sort_key(f"{given} {' '.join(rest)}")


def in_force(on: date) -> Q:
    """What is valid on a day; both ends are included."""
    return Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on))


def offices_of(actor: Actor, on: date | None = None) -> QuerySet[Office]:
    """The offices whose dossiers the person may look at, for lists and filters."""
    day = on or time.today()
    rows = Office.objects.filter(in_force(day))
    if actor.system:
        return rows
    return rows.filter(
        Q(pk__in=actor.offices()) | within(actor.paths(Role.SUPERVISOR, Role.ADMINISTRATOR), "path")
    )


def within(paths: Collection[str], column: str) -> Q:
    """The condition that a path column lies in one of the subtrees; nothing when there is none."""
    condition = Q(pk__in=())
    for path in paths:
        condition |= Q(**{column: path}) | Q(**{f"{column}__startswith": f"{path}."})
    return condition


def duty_rows(office_id: int, on: date) -> QuerySet[Membership]:
    """Postings that are publicly shown: on duty at the office that day, and the desk's head."""
    return (
        Membership.objects.filter(in_force(on), unit__office_id=office_id, person__is_active=True)
        .filter(Q(on_duty=True) | Q(roles__contains=[Role.DESK_HEAD.value]))
        .select_related("person", "unit", "post")
        .order_by("unit__kind", "unit_id", F("post__title").asc(nulls_last=True), "person_id")
    )
