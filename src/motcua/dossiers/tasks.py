"""What the clock does to dossiers: timers of processes, and due dates after a change of the calendar."""

from __future__ import annotations

import logging
from uuid import uuid5

from django.db.models import Q

from motcua.calendars.services import CalendarChange
from motcua.dossiers import commands as cmd
from motcua.dossiers import services
from motcua.dossiers.drafts import undrafted
from motcua.dossiers.models import Dossier
from motcua.dossiers.stranded import overdue_waits
from motcua.kernel import jobs, time
from motcua.kernel.errors import Refusal
from motcua.offices.actors import SYSTEM

log = logging.getLogger(__name__)
_AT_ONCE = 500
_EXPECTED = (
    "due_unchanged",
    "not_running",
    "no_timer_due",
    "no_supplement_awaited",
    "still_time",
    "extension_proposed",
    "clock_stands",
    "finished",
    "stale",
)


@jobs.app.periodic(cron="* * * * *")
@jobs.app.task(name="motcua.fire_timers", queueing_lock="motcua.fire_timers")
def fire_timers(timestamp: int) -> None:
    """Fire every timer that is due. Safe to run twice: the command's id names the dossier and its version."""
    del timestamp
    due = Dossier.objects.filter(next_timer_at__lte=time.now()).order_by("next_timer_at")
    for dossier_id, version in due.values_list("id", "version")[:_AT_ONCE]:
        _try(cmd.FireTimers(command_id=uuid5(dossier_id, f"timers {version}"), dossier_id=dossier_id))


@jobs.app.periodic(cron="*/5 * * * *")
@jobs.app.task(name="motcua.close_unsupplemented", queueing_lock="motcua.close_unsupplemented")
def close_unsupplemented(timestamp: int) -> None:
    """Close every dossier whose applicant let the time to complete it pass (R-27). Safe to run twice."""
    del timestamp
    passed = overdue_waits(time.now()).order_by("due_at")
    for dossier_id, version in passed.values_list("dossier_id", "dossier__version")[:_AT_ONCE]:
        _try(
            cmd.CloseWithoutSupplement(
                command_id=uuid5(dossier_id, f"close {version}"), dossier_id=dossier_id
            )
        )


@jobs.app.periodic(cron="*/5 * * * *")
@jobs.app.task(name="motcua.draft_extensions", queueing_lock="motcua.draft_extensions")
def draft_extensions(timestamp: int) -> None:
    """Draft the apology of every dossier that will not be ready in time (R-71). Safe to run twice."""
    del timestamp
    for found in undrafted(time.now(), _AT_ONCE):
        _try(
            cmd.DraftExtension(
                command_id=uuid5(found.dossier_id, f"draft {found.version}"),
                dossier_id=found.dossier_id,
                expected_version=found.version,
                reason=found.reason,
            )
        )


@jobs.task("motcua.recompute_due")
def recompute_due(calendar_ids: list[int], revision: str, reason: str) -> None:
    """Compute the due dates of open dossiers again after a calendar changed; unchanged ones get no event."""
    touched = Q(state__calendar__in=calendar_ids)
    for calendar_id in calendar_ids:  # steps at other offices are due in the time of these
        touched |= Q(state__units__elsewhere__contains=[{"calendar_id": calendar_id}])
    running = Dossier.objects.filter(touched, received_at__isnull=False, finished_at=None).order_by("id")
    for dossier_id in running.values_list("id", flat=True).iterator(chunk_size=_AT_ONCE):
        command_id = uuid5(dossier_id, f"recompute {revision}")
        _try(cmd.RecomputeDue(command_id=command_id, dossier_id=dossier_id, decision_number=reason))


def after_calendar_change(change: CalendarChange) -> None:
    """Promise the recomputation in the transaction that changes the calendar."""
    jobs.defer(
        "motcua.recompute_due",
        calendar_ids=sorted(change.calendar_ids),
        revision=time.now().isoformat(),
        reason=change.decision_number,
    )


def _try(command: cmd.Command) -> None:
    try:
        services.execute(command, SYSTEM)
    except Refusal as refusal:
        if refusal.code not in _EXPECTED:
            log.warning("dossier %s: %s", command.dossier_id, refusal)
