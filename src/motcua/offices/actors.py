"""Who acts, and with which rights. Pure but for `actor_for`, which reads them with one statement.

Rights come only from memberships and delegations in force today, in units and offices that exist today.
Supervisors and administrators act for their office and everything below it; all other roles for their unit.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection

from motcua.kernel.errors import N_, Refusal, Status
from motcua.offices.roles import Role

_OVERSEEING = (Role.SUPERVISOR, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class Grant:
    """One role in one unit. `giver_id` is the person in whose place a delegated role is held."""

    role: Role
    unit_id: int
    office_id: int
    office_path: str
    giver_id: int | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """A delegation that is over: which role in which unit, its last day, its decision."""

    role: Role
    unit_id: int
    last_day: date
    decision_number: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts. `system` is the program itself: it seeds and repairs and is bound by no role.

    `ended` gives no right: it only says why somebody who could sign lately cannot now.
    """

    person_id: int | None
    name: str
    grants: tuple[Grant, ...] = ()
    system: bool = False
    ended: tuple[Ended, ...] = ()

    @property
    def roles(self) -> frozenset[Role]:
        """Every role held anywhere."""
        return frozenset(grant.role for grant in self.grants)

    def has(self, role: Role | str, unit_id: int | None = None) -> bool:
        """Whether the role is held, in that unit or in any."""
        return self.system or any(
            grant.role == role and (unit_id is None or grant.unit_id == unit_id) for grant in self.grants
        )

    def has_any(self, roles: Collection[Role | str]) -> bool:
        """Whether at least one of the roles is held anywhere."""
        return self.system or any(grant.role in roles for grant in self.grants)

    def has_in_office(self, role: Role | str, office_id: int) -> bool:
        """Whether the role is held in some unit of the office."""
        return self.system or any(
            grant.role == role and grant.office_id == office_id for grant in self.grants
        )

    def offices(self, role: Role | str | None = None) -> frozenset[int]:
        """Ids of the offices in which something, or that role, is held."""
        return frozenset(grant.office_id for grant in self.grants if role is None or grant.role == role)

    def units(self, role: Role | str | None = None) -> frozenset[int]:
        """Ids of the units in which something, or that role, is held."""
        return frozenset(grant.unit_id for grant in self.grants if role is None or grant.role == role)

    def delegation_over(self, roles: Collection[Role | str], unit_id: int | None = None) -> Refusal | None:
        """The refusal of somebody whose delegation of one of the roles (in that unit) is over; None without one."""
        over = [one for one in self.ended if one.role in roles and unit_id in (None, one.unit_id)]
        if not over:
            return None
        last = max(over, key=lambda one: one.last_day)
        return Refusal(
            "delegation_ended",
            N_("Your delegation by decision %(decision)s ended on %(day)s."),
            N_("Ask for a new decision, or leave it to whoever may do it today."),
            status=Status.FORBIDDEN,
            params={"decision": last.decision_number, "day": f"{last.last_day:%d/%m/%Y}"},
        )

    def paths(self, *roles: Role) -> tuple[str, ...]:
        """The uppermost paths of offices in which one of the roles is held, none inside another."""
        return uppermost(grant.office_path for grant in self.grants if grant.role in roles)

    def may_see_office(self, path: str) -> bool:
        """Whether the dossiers of the office may be looked at: one's own, or below one that one oversees."""
        if self.system or any(grant.office_path == path for grant in self.grants):
            return True
        return any(is_within(path, top) for top in self.paths(*_OVERSEEING))

    def administers(self, path: str) -> bool:
        """Whether the office lies in a subtree that this person administers."""
        return self.system or any(is_within(path, top) for top in self.paths(Role.ADMINISTRATOR))

    def supervises(self, path: str) -> bool:
        """Whether the office lies in a subtree that this person supervises."""
        return self.system or any(is_within(path, top) for top in self.paths(Role.SUPERVISOR))


SYSTEM = Actor(None, "motcua", system=True)
NOBODY = Actor(None, "")


def is_within(path: str, top: str) -> bool:
    """Whether an office's path is `top` or below it: "1.4.17" is within "1.4", "1.40" is not."""
    return bool(top) and (path == top or path.startswith(f"{top}."))


def uppermost(paths: Iterable[str]) -> tuple[str, ...]:
    """The paths without those that lie below another of them, in order."""
    kept: list[str] = []
    for path in sorted(set(paths), key=lambda path: (path.count("."), path)):
        if not any(is_within(path, top) for top in kept):
            kept.append(path)
    return tuple(kept)


_REMEMBERED_DAYS = 31
# A delegated role lasts no longer than the giver's own.
_ACTOR = """
SELECT person.full_name, held.role, unit.id, office.id, office.path, held.giver_id, held.last_day, held.decision
FROM offices_person person
LEFT JOIN LATERAL (
    SELECT unnest(m.roles) AS role, m.unit_id, NULL::bigint AS giver_id, NULL::date AS last_day, '' AS decision
    FROM offices_membership m
    WHERE m.person_id = person.id AND m.valid_from <= %(on)s AND (m.valid_to IS NULL OR m.valid_to >= %(on)s)
    UNION ALL
    SELECT d.role, d.unit_id, d.giver_id, NULL, ''
    FROM offices_delegation d
    WHERE d.receiver_id = person.id AND d.valid_from <= %(on)s AND d.valid_to >= %(on)s
      AND EXISTS (
        SELECT 1 FROM offices_membership g
        WHERE g.person_id = d.giver_id AND g.unit_id = d.unit_id AND d.role = ANY (g.roles)
          AND g.valid_from <= %(on)s AND (g.valid_to IS NULL OR g.valid_to >= %(on)s))
    UNION ALL
    SELECT d.role, d.unit_id, d.giver_id, d.valid_to, d.decision_number
    FROM offices_delegation d
    WHERE d.receiver_id = person.id AND d.valid_from <= d.valid_to
      AND d.valid_to < %(on)s AND d.valid_to >= %(on)s::date - %(remembered)s
) held ON true
LEFT JOIN offices_unit unit ON unit.id = held.unit_id
    AND unit.valid_from <= %(on)s AND (unit.valid_to IS NULL OR unit.valid_to >= %(on)s)
LEFT JOIN offices_office office ON office.id = unit.office_id
    AND office.valid_from <= %(on)s AND (office.valid_to IS NULL OR office.valid_to >= %(on)s)
WHERE person.id = %(person)s AND person.is_active
ORDER BY office.path, unit.id, held.role
"""


def actor_for(person_id: int, on: date) -> Actor:
    """The person with every right in force on that day, read with one statement.

    Somebody unknown or no longer active has a name and rights of nobody.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ACTOR, {"person": person_id, "on": on, "remembered": _REMEMBERED_DAYS})
        rows = cursor.fetchall()
    if not rows:
        return Actor(person_id, "")
    known = [row[1:] for row in rows if row[3] is not None and row[1] in _KNOWN_ROLES]
    grants = dict.fromkeys(
        Grant(Role(role), unit, office, path, giver)
        for role, unit, office, path, giver, last_day, _decision in known
        if last_day is None
    )
    ended = tuple(
        Ended(Role(role), unit, last_day, decision)
        for role, unit, _office, _path, _giver, last_day, decision in known
        if last_day is not None
    )
    return Actor(person_id, rows[0][0], tuple(grants), ended=ended)


_KNOWN_ROLES = frozenset(Role)
