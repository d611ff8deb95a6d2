"""Writes of the figures room: asking for a check of all ledgers, and recording what it found."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from motcua.dossiers import verify
from motcua.kernel import jobs, time
from motcua.offices.actors import Actor
from motcua.reports.models import LedgerCheck

CHECK_LEDGERS = "reports.check_ledgers"
_PROBLEMS_KEPT = 20


def request_check(actor: Actor) -> bool:
    """Ask for a check of every ledger in the background; False when one is under way already."""
    try:
        with transaction.atomic():
            check = LedgerCheck.objects.create(requested_at=time.now(), requested_by_id=actor.person_id)
            jobs.defer(CHECK_LEDGERS, check=check.pk)
    except IntegrityError:  # one at a time, says the table
        return False
    return True


def carry_out(check_id: int) -> None:
    """Replay every ledger and record the verdict. Run twice, the second run changes nothing."""
    if not LedgerCheck.objects.filter(pk=check_id, finished_at=None).exists():
        return
    dossiers = events = broken = 0
    problems: list[str] = []
    for checked in verify.check_all():
        dossiers += 1
        events += checked.events
        if checked.problem is not None:
            broken += 1
            problems += [str(checked.problem)] if len(problems) < _PROBLEMS_KEPT else []
    LedgerCheck.objects.filter(pk=check_id, finished_at=None).update(
        finished_at=time.now(), dossiers=dossiers, events=events, broken=broken, problems=problems
    )
