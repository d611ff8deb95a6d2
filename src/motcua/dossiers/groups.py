"""Groups of procedures handed in together: taken in at once, and going on part by part."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from motcua.calendars.queries import revision_sum, work_calendar
from motcua.dossiers import commands as cmd
from motcua.dossiers.clocks import limits_of
from motcua.dossiers.events import Received
from motcua.dossiers.group_due import PartTime, ends, overall
from motcua.dossiers.lifecycle.parts import EARLIER_PART
from motcua.dossiers.models import Dossier, DossierEvent
from motcua.dossiers.page import GroupPage, ShownPart
from motcua.dossiers.services import Outcome, execute
from motcua.dossiers.sight import visible_to
from motcua.dossiers.state import DossierState
from motcua.dossiers.status import Decision, Status
from motcua.kernel import ids
from motcua.kernel.errors import N_, Refusal
from motcua.offices.actors import SYSTEM, Actor
from motcua.procedures.queries import terms

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Part:
    """One procedure of the group. `after` is the number (from 1) of the part that must be approved before."""

    intake: cmd.Intake
    after: int | None = None


@dataclass(frozen=True, slots=True)
class PromisedPart:
    """A part of a group with the date by which it was promised, if each part takes its whole time."""

    id: UUID
    code: str
    procedure: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Lead:
    """What the desk says of the whole: the group in the catalogue, the draft it was, why it takes it incomplete."""

    procedure_version_id: int | None = None
    dossier_id: UUID | None = None
    expected_version: int | None = None
    override_reason: str = ""


@transaction.atomic
def receive_group(
    command_id: UUID, parts: Sequence[Part], actor: Actor, lead: Lead = Lead()
) -> tuple[Outcome, ...]:
    """Take in all parts or none; those that follow another stand still until that one is approved.

    The first part has the papers and the receipt. Safe to repeat with the same `command_id`, which becomes the
    id of the group. Raises Refusal as reception does, and when a part follows one that does not stand before it.
    """
    misplaced = any(
        part.after is not None and not 0 < part.after < number for number, part in enumerate(parts, 1)
    )
    if len(parts) < 2 or misplaced:
        raise Refusal(
            "group_unfit",
            N_("A group has two parts or more, and each follows one that stands before it."),
            N_("Put the parts into the order in which they are done."),
        )
    keys = [ids.uuid_for("group part", command_id, str(number)) for number in range(1, len(parts) + 1)]
    keys[0] = lead.dossier_id or keys[0]
    outcomes = []
    for number, (key, part) in enumerate(zip(keys, parts, strict=True), 1):
        after = keys[part.after - 1] if part.after else None
        group = cmd.GroupPart(command_id, number, len(parts), after, lead.procedure_version_id)
        intake = replace(part.intake, group=group)
        received = cmd.ReceiveDossier(
            command_id=uuid5(key, "receive"),
            dossier_id=key,
            expected_version=lead.expected_version if intake.leads else None,
            intake=intake,
            override_reason=lead.override_reason if intake.leads else "",
        )
        outcome = execute(received, actor)
        if after is not None and not outcome.repeated:
            outcome = execute(cmd.AwaitPart(command_id=uuid5(key, "await"), dossier_id=key), SYSTEM)
        outcomes.append(outcome)
    return tuple(outcomes)


def go_on(ended: DossierState) -> None:
    """Begin the parts that waited for this one, or stop them; in the transaction in which it ended.

    A part that cannot go on stays where it is, watched by the desk: it must not hold up the one that ended.
    """
    assert ended.group is not None
    rows = Dossier.objects.filter(
        group_id=ended.group.id, state__group__after=str(ended.id), finished_at=None
    )
    follows = cmd.StartPart if ended.decision is Decision.APPROVED else cmd.StopPart
    for key in rows.order_by("id").values_list("id", flat=True):
        command_id = uuid5(key, f"after {ended.id}")
        try:
            with transaction.atomic():
                execute(follows(command_id=command_id, dossier_id=key, earlier=ended.code or ""), SYSTEM)
        except Refusal as refusal:
            log.warning("part %s of group %s: %s", key, ended.group.id, refusal)


def group_page(group_id: UUID, actor: Actor) -> GroupPage:
    """The parts of a group in their order, and when the whole is due. Three statements.

    Whoever sees one part learns how the others stand, but the code only of those that he may see.
    """
    seen = set(Dossier.objects.filter(visible_to(actor), group_id=group_id).values_list("id", flat=True))
    rows = (
        Dossier.objects.filter(group_id=group_id)
        .select_related("procedure_version")
        .order_by("state__group__part")
    )
    revision = revision_sum()
    shown, times = [], []
    for row in rows:
        group = row.state["group"]
        waits = row.state.get("waiting", {}).get("kind") == EARLIER_PART
        shown.append(
            ShownPart(
                id=row.id,
                number=group["part"],
                code=(row.code or "") if row.id in seen else "",
                procedure=row.procedure_version.name,
                status=Status(row.status),
                due_at=row.due_at,
                finished_at=row.finished_at,
                waits=waits,
            )
        )
        after = group.get("after") if waits else None
        times.append(_part_time(row, after, row.finished_at or row.due_at, revision))
    return GroupPage(tuple(shown), overall(times))


def promised(group_id: UUID) -> tuple[PromisedPart, ...]:
    """What was promised at the hand-in, part by part, whatever happened since. Three statements."""
    rows = Dossier.objects.filter(group_id=group_id).select_related("procedure_version")
    received = DossierEvent.objects.filter(dossier__group_id=group_id, type=Received.type)
    first = {
        key: datetime.fromisoformat(due) for key, due in received.values_list("dossier", "payload__due_at")
    }
    parts = sorted(rows, key=lambda row: row.state["group"]["part"])
    revision = revision_sum()
    times = [_part_time(row, row.state["group"].get("after"), first[row.id], revision) for row in parts]
    return tuple(
        PromisedPart(row.id, row.code or "", row.procedure_version.name, end)
        for row, end in zip(parts, ends(times), strict=True)
        if end is not None
    )


def _part_time(row: Dossier, after: str | None, ends_at: datetime | None, revision: int) -> PartTime:
    limits = limits_of(terms(row.procedure_version_id), row.case_variant_id)
    calendar = work_calendar(row.state["calendar"], revision)
    return PartTime(str(row.id), after, None if after else ends_at, calendar, limits[0].committed)
