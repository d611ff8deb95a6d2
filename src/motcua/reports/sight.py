"""Which offices somebody's figures cover, and from when until when there is something to count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from motcua.kernel import time
from motcua.offices.actors import Actor, is_within
from motcua.offices.roles import Role
from motcua.reports.formulas import year_before

_OVERSEEING = (Role.SUPERVISOR, Role.ADMINISTRATOR, Role.DESK_HEAD)  # as in dossiers.sight


@dataclass(frozen=True, slots=True)
class SeenOffice:
    """An office somebody may look into. `depth` counts from the uppermost one seen."""

    id: int
    name: str
    path: str
    depth: int

    @property
    def indented(self) -> str:
        """Its name, moved in below the office it belongs to."""
        return "\N{EN DASH} " * self.depth + self.name


@dataclass(frozen=True, slots=True)
class Sight:
    """Everything somebody may look into, from the top downwards.

    On these days the offices received or solved their first and their newest dossier; today when there is none.
    """

    offices: tuple[SeenOffice, ...]
    first_day: date
    newest_day: date

    @property
    def last_day(self) -> date:
        """On which a look ends when nobody chose: today, but the newest day of offices of the past."""
        today = time.today()
        return self.newest_day if self.newest_day < year_before(today) else today

    @property
    def several(self) -> bool:
        """Whether there is more than one office to tell apart."""
        return len(self.offices) > 1

    def below(self, office_id: int) -> tuple[int, ...]:
        """The office and all seen below it; the id alone when it is none of these."""
        top = next((office.path for office in self.offices if office.id == office_id), "")
        return tuple(office.id for office in self.offices if is_within(office.path, top)) or (office_id,)

    def name(self, office_id: int) -> str:
        """What the office is called; empty when it is not seen."""
        return next((office.name for office in self.offices if office.id == office_id), "")


_SIGHT = """
SELECT o.id, o.short_name, o.path,
  (SELECT min(d.received_at) FROM dossiers_dossier d WHERE d.receiving_office_id = o.id),
  (SELECT max(d.received_at) FROM dossiers_dossier d WHERE d.receiving_office_id = o.id),
  (SELECT min(d.finished_at) FROM dossiers_dossier d WHERE d.competent_office_id = o.id),
  (SELECT max(d.finished_at) FROM dossiers_dossier d WHERE d.competent_office_id = o.id)
FROM offices_office o
WHERE %(all)s OR o.path = ANY (%(own)s) OR o.path LIKE ANY (%(below)s)
ORDER BY string_to_array(o.path, '.')::bigint[]
"""


def sight(actor: Actor) -> Sight:
    """What the person may look into, with one statement."""
    own = sorted({grant.office_path for grant in actor.grants})
    below = [f"{grant.office_path}.%" for grant in actor.grants if grant.role in _OVERSEEING]
    with connection.cursor() as cursor:
        cursor.execute(_SIGHT, {"all": actor.system, "own": own, "below": below})
        rows: Sequence[tuple[Any, ...]] = cursor.fetchall()
    level = min((path.count(".") for _id, _name, path, *_times in rows), default=0)
    came: list[datetime] = [at for row in rows for at in row[3:] if at is not None] or [time.now()]
    return Sight(
        tuple(SeenOffice(id, name, path, path.count(".") - level) for id, name, path, *_times in rows),
        time.local(min(came)).date(),
        time.local(max(came)).date(),
    )
