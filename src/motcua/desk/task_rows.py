"""One line of the list of open tasks: what is read of it, and how near its due times are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import BadRequest

from motcua.calendars.queries import work_calendar
from motcua.desk.filters import Edge
from motcua.desk.posted import read_uuid
from motcua.dossiers.lifecycle.sending import ACCEPT, ACCEPT_PAPERS
from motcua.dossiers.nearness import Nearness, near_dossier, near_step
from motcua.dossiers.running import running

COLUMNS = """t.id, d.id, d.version, coalesce(d.code, ''), d.applicant_name, v.name, t.name, t.action, t.role,
  t.unit_id, u.name, t.assignee_id, coalesce(p.full_name, ''), t.due_at, d.due_at, d.finished_at, d.status,
  t.element, d.process_version_id, d.decision, d.result_number, u.office_id,
  d.due_at < %(now)s AND d.finished_at IS NULL AND d.appointment_at IS NULL AND NOT EXISTS (
    SELECT FROM dossiers_dossierevent e WHERE e.dossier_id = d.id AND e.type = 'apologised'
      AND e.payload->>'kind' = 'late'),
  (SELECT o.name FROM offices_office o WHERE o.id = (jsonb_path_query_first(d.state,
    '$.transfers[*] ? (@.token == $token).from_office', jsonb_build_object('token', t.token)) #>> '{}')::bigint),
  jsonb_path_exists(d.state, '$.transfers[*].steps[*] ? (@ == $token)', jsonb_build_object('token', t.token)),
  t.opened_at, d.state->>'clock', (d.state->>'calendar')::bigint,
  (jsonb_path_query_first(d.state, '$.units.elsewhere[*] ? (@.unit_id == $unit).calendar_id',
    jsonb_build_object('unit', t.unit_id)) #>> '{}')::bigint,
  (SELECT coalesce(sum(revision), 0) FROM calendars_calendar)"""
# `page t` are the tasks. The few people and units of a page are read once, not once a line.
JOINS = """JOIN dossiers_dossier d ON d.id = t.dossier_id
  JOIN procedures_procedureversion v ON v.id = d.procedure_version_id
  JOIN offices_unit u ON u.id = t.unit_id AND u.id = ANY (ARRAY(SELECT unit_id FROM page))
  LEFT JOIN offices_person p ON p.id = t.assignee_id AND p.id = ANY (ARRAY(SELECT assignee_id FROM page))"""


@dataclass(frozen=True, slots=True)
class Ticked:
    """One ticked row as the page sent it: which task of which dossier, seen in which version."""

    dossier_id: UUID
    task_id: UUID
    version: int

    @classmethod
    def read(cls, text: str) -> Ticked:
        """From the box's value. Raises BadRequest for anything our page did not write."""
        dossier, _first, rest = text.partition(":")
        task, _second, version = rest.partition(":")
        if not (version.isascii() and version.isdigit() and len(version) < 10):
            raise BadRequest("no version")
        return cls(read_uuid(dossier), read_uuid(task), int(version))

    @property
    def value(self) -> str:
        """As the box's value."""
        return f"{self.dossier_id}:{self.task_id}:{self.version}"


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One line of the list. `holder` is empty when nobody is named yet; then the unit holds it."""

    task_id: UUID
    dossier_id: UUID
    version: int
    code: str
    applicant: str
    procedure: str
    step: str
    action: str
    role: str
    unit_id: int
    unit: str
    assignee_id: int | None
    holder: str
    due_at: datetime | None
    dossier_due_at: datetime | None
    finished_at: datetime | None
    status: str
    element: str
    process_version_id: int | None
    decision: str | None
    result_number: str
    office_id: int  # of the unit that has the step
    silent: bool  # late, and nobody has apologised
    sent_from: str  # of a hand-over to acknowledge: the office that sent it
    awaits_desk: bool  # the office's desk has not acknowledged the dossier yet
    step_near: Nearness | None  # None where no time is counted, or it stands
    dossier_near: Nearness | None

    @property
    def waits(self) -> bool:
        """Whether the clock of the dossier stands."""
        return self.dossier_due_at is None and self.finished_at is None

    @property
    def on_the_way(self) -> bool:
        """Whether the row is a hand-over: the dossier, or only its papers, to be acknowledged."""
        return self.action in (ACCEPT, ACCEPT_PAPERS)

    @property
    def tick(self) -> str:
        """The value of its box."""
        return Ticked(self.dossier_id, self.task_id, self.version).value

    def edge(self, *, backwards: bool = False) -> Edge:
        """The place of this line in the list."""
        return Edge(self.due_at, self.task_id, backwards)


def read_row(row: tuple[Any, ...], now: datetime) -> TaskRow:
    """The line as it stands at `now`, from COLUMNS."""
    *told, silent, sent_from, awaits, opened_at, clock_json, calendar_id, own_calendar_id, revision = row
    due_at, dossier_due_at, finished_at = told[13:16]
    drawn = bool(told[17])  # a step beside the drawing counts with the dossier
    step = dossier = None
    if finished_at is None and (found := running(clock_json, calendar_id, revision)) is not None:
        if due_at:
            calendar = (
                work_calendar(own_calendar_id, int(revision)) if drawn and own_calendar_id else found[0]
            )
            step = near_step(calendar, found[1], opened_at, due_at, now)
        if dossier_due_at:
            dossier = near_dossier(*found, dossier_due_at, now)
    return TaskRow(*(*told, bool(silent), sent_from or "", awaits, step, dossier))
