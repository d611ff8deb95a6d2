"""Reading offices: what is posted publicly, who plays which part, and the lists of the setup pages."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from motcua.kernel import time
from motcua.kernel.errors import Refusal, Status
from motcua.kernel.search import sort_key
from motcua.offices.actors import Actor, actor_for
from motcua.offices.models import Membership, Office
from motcua.offices.roles import Role


@dataclass(frozen=True, slots=True)
class Routing:
    """Which units of an office play which part for a field of procedures, and its working calendar."""

    office_id: int
    office_name: str
    office_path: str
    desk: int
    division: int
    leadership: int
    clerk: int
    field_group_id: int
    calendar_id: int
    code_old: str
    code_new: str

    def agency_code(self, family: str) -> str:
        """The identifier that stands in dossier codes of the family ("old", "new"). Refuses a missing one."""
        code = self.code_old if family == "old" else self.code_new
        if not code:
            raise Refusal(
                "agency_code_missing",
                _("“%(office)s” has no identifier for dossier codes (%(family)s family)."),
                _("An administrator enters it in the setup of the office."),
                params={"office": self.office_name, "family": family},
            )
        return code


# Several units of one kind: the oldest plays the part. The calendar is that of the nearest office upwards.
_ROUTING = """
SELECT office.name, office.path, office.code_old, office.code_new,
       office.valid_from <= %(on)s AND (office.valid_to IS NULL OR office.valid_to >= %(on)s),
       successor.name, part.desk, part.leadership, part.clerk, grp.id, grp.unit_id,
       (SELECT above.calendar_id FROM offices_office above
        WHERE above.id = ANY (string_to_array(office.path, '.')::bigint[]) AND above.calendar_id IS NOT NULL
        ORDER BY length(above.path) DESC LIMIT 1)
FROM offices_office office
LEFT JOIN offices_office successor ON successor.id = office.successor_id
LEFT JOIN LATERAL (
    SELECT min(u.id) FILTER (WHERE u.kind = 'desk') AS desk,
           min(u.id) FILTER (WHERE u.kind = 'leadership') AS leadership,
           min(u.id) FILTER (WHERE u.kind = 'clerk') AS clerk
    FROM offices_unit u
    WHERE u.office_id = office.id AND u.valid_from <= %(on)s AND (u.valid_to IS NULL OR u.valid_to >= %(on)s)
) part ON true
LEFT JOIN LATERAL (
    SELECT g.id, g.unit_id FROM offices_fieldgroup g
    WHERE g.office_id = office.id AND %(field)s = ANY (g.field_codes) ORDER BY g.position, g.id LIMIT 1
) grp ON true
WHERE office.id = %(office)s
"""


def routing(office_id: int, field_code: str, on: date | None = None) -> Routing:
    """Who does what at an office for procedures of a field, on a day (today), with one statement.

    Refuses an unknown or abolished office, and says which unit, field group or calendar is not set up.
    """
    day = on or time.today()
    with connection.cursor() as cursor:
        cursor.execute(_ROUTING, {"office": office_id, "field": field_code, "on": day})
        row = cursor.fetchone()
    if row is None:
        raise _no_office()
    (
        name,
        path,
        code_old,
        code_new,
        in_force,
        successor,
        desk,
        leadership,
        clerk,
        group,
        division,
        calendar,
    ) = row
    if not in_force:
        raise Refusal(
            "office_not_in_force",
            _("“%(office)s” does not exist on %(day)s."),
            _("Its successor is %(successor)s.") if successor else _("Choose another office."),
            params={"office": name, "day": f"{day:%d/%m/%Y}", "successor": successor or ""},
        )
    if group is None:
        raise Refusal(
            "field_without_group",
            _("No unit of “%(office)s” handles the field %(field)s."),
            _("An administrator adds it to a group of fields in the setup of the office."),
            params={"office": name, "field": field_code},
        )
    for part, unit in ((_("one-stop desk"), desk), (_("leadership"), leadership), (_("clerk"), clerk)):
        if unit is None:
            raise Refusal(
                "unit_missing",
                _("“%(office)s” has no unit that plays the part: %(part)s."),
                _("An administrator adds such a unit in the setup of the office."),
                params={"office": name, "part": part},
            )
    if calendar is None:
        raise _no_calendar(name)
    return Routing(
        office_id, name, path, desk, division, leadership, clerk, group, calendar, code_old, code_new
    )


def calendar_of_office(office_id: int) -> int:
    """The calendar an office works by: its own, or that of the nearest office above; refuses none."""
    office = Office.objects.filter(pk=office_id).values("name", "path").first()
    if office is None:
        raise _no_office()
    above = [int(part) for part in office["path"].split(".")]
    rows = dict(Office.objects.filter(pk__in=above).values_list("pk", "calendar_id"))
    for office_above in reversed(above):
        if (calendar := rows.get(office_above)) is not None:
            return int(calendar)
    raise _no_calendar(office["name"])


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


def _no_office() -> Refusal:
    return Refusal(
        "no_such_office",
        _("There is no such office."),
        _("Choose one from the list."),
        status=Status.NOT_FOUND,
    )


def _no_calendar(office: str) -> Refusal:
    return Refusal(
        "office_without_calendar",
        _("“%(office)s” has no working calendar, so no due date can be promised."),
        _("An administrator gives it one, or gives one to the office above it."),
        params={"office": office},
    )
