"""Papers by themselves: the ledgers are read once a minute, and every paper that an event calls for is drawn.

A face that needs the paper at once (the receipt at the counter) asks for it; whoever comes first draws it, the
other finds it. What cannot be drawn is kept with its reason, tried again ever more slowly, and shown to the desk.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from motcua.dossiers import ledger
from motcua.kernel import time
from motcua.kernel.errors import Refusal
from motcua.kernel.ids import uuid_for
from motcua.offices.actors import SYSTEM
from motcua.papers.builders.occasion import data_for
from motcua.papers.builders.reading import no_paper
from motcua.papers.forms import ReceiptData
from motcua.papers.kinds import Form
from motcua.papers.models import FollowedUntil, IssuedPaper, PaperDue
from motcua.papers.occasions import EVENTS, form_for, may_be_asked_for
from motcua.papers.own_link import own_address
from motcua.papers.services import Issued, Occasion, issue_for

log = logging.getLogger(__name__)
# A transaction commits a little after the instant it writes.
_OVERLAP = timedelta(minutes=3)
# Older news is history that was taken over or replayed; its papers are drawn when somebody asks for them.
OLDEST = timedelta(days=7)
_LONGEST_WAIT = timedelta(hours=1)
_AT_ONCE = 500
_NEWS = """
SELECT e.dossier_id, e.seq FROM dossiers_dossierevent e
WHERE e.at > %(since)s AND e.at <= %(until)s AND e.type = ANY (%(types)s)
  AND NOT EXISTS (SELECT FROM papers_issuedpaper p WHERE p.dossier_id = e.dossier_id AND p.seq = e.seq)
  AND NOT EXISTS (SELECT FROM papers_paperdue w WHERE w.dossier_id = e.dossier_id AND w.seq = e.seq)
ORDER BY e.at, e.seq
"""


def follow() -> None:
    """Draw what the ledgers call for since the last time, then what waits. Safe to run twice and at once."""
    until = time.now()
    known = FollowedUntil.objects.filter(pk=1).values_list("at", flat=True).first()
    since = min(max(known or until, until - OLDEST), until) - _OVERLAP
    for dossier_id, seq in _news(since, until):
        _draw(dossier_id, seq)
    FollowedUntil.objects.update_or_create(pk=1, defaults={"at": until})
    waiting = PaperDue.objects.filter(next_try_at__lte=until).order_by("next_try_at")
    for dossier_id, seq in list(waiting.values_list("dossier_id", "seq")[:_AT_ONCE]):
        if not _draw(dossier_id, seq):
            break  # what stops one (a full disk) mostly stops the others, too: they keep their turn


def last_of(dossier_id: UUID, form: Form) -> Issued:
    """The paper of the last event that calls for that form, drawn now if nobody has drawn it yet.

    Refuses when nothing has happened that it tells, or when it cannot be drawn now.
    """
    return _issue(dossier_id, _last_entry(dossier_id, form), form)


def at_once(dossier_id: UUID, form: Form) -> None:
    """The same right after the act that calls for it: the act is done, so nothing is raised.

    What cannot be drawn now is drawn later, and the desk sees why it is missing.
    """
    _try(dossier_id, _last_entry(dossier_id, form), form)


def found(dossier_id: UUID, form: Form) -> UUID | None:
    """The id of the newest paper of that form; None when none was issued yet."""
    papers = IssuedPaper.objects.filter(dossier_id=dossier_id, form=form).order_by("-issued_at", "-number")
    return papers.values_list("pk", flat=True).first()


def waits_because(dossier_id: UUID, form: Form) -> str:
    """Why the last paper of that form could not be drawn yet; empty when none waits."""
    return next((due.reason for due in waiting_of(dossier_id) if due.form == form), "")


def waiting_of(dossier_id: UUID) -> list[PaperDue]:
    """The papers of a dossier that could not be drawn yet, with the reasons."""
    return list(PaperDue.objects.filter(dossier_id=dossier_id).order_by("seq"))


def _news(since: datetime, until: datetime) -> list[tuple[UUID, int]]:
    types = [event.type for event in EVENTS]
    with connection.cursor() as cursor:
        cursor.execute(_NEWS, {"since": since, "until": until, "types": types})
        return [(dossier_id, seq) for dossier_id, seq in cursor.fetchall()]


def _last_entry(dossier_id: UUID, form: Form) -> ledger.Entry:
    for entry in reversed(ledger.entries(dossier_id)):
        if may_be_asked_for(entry.event, form):
            return entry
    raise no_paper()


def _draw(dossier_id: UUID, seq: int) -> bool:
    """Draw the paper of one event; False when it has to wait."""
    entry = next((entry for entry in ledger.entries(dossier_id) if entry.seq == seq), None)
    form = form_for(entry.event) if entry else None
    return entry is None or form is None or _try(dossier_id, entry, form)


def _try(dossier_id: UUID, entry: ledger.Entry, form: Form) -> bool:
    """Draw, or keep it waiting with the reason. A fault of ours in one paper holds up nothing else."""
    try:
        _issue(dossier_id, entry, form)
    except Refusal as refusal:
        _keep_waiting(dossier_id, entry, form, str(refusal))
        return False
    except Exception as error:
        log.exception("dossier %s: %s cannot be drawn", dossier_id, form)
        _keep_waiting(dossier_id, entry, form, f"{type(error).__name__}: {error}")
        return False
    return True


@transaction.atomic
def _issue(dossier_id: UUID, entry: ledger.Entry, form: Form) -> Issued:
    command_id = uuid_for("paper", dossier_id, entry.seq)
    data = data_for(dossier_id, entry)
    if isinstance(data, ReceiptData):
        data = replace(data, follow_url=own_address(dossier_id))
    occasion = Occasion(entry.seq, entry.at, entry.actor_id)
    issued = issue_for(dossier_id, form, data, SYSTEM, command_id, occasion=occasion)
    PaperDue.objects.filter(dossier_id=dossier_id, seq=entry.seq).delete()
    return issued


def _keep_waiting(dossier_id: UUID, entry: ledger.Entry, form: Form, reason: str) -> None:
    now = time.now()
    due, made = PaperDue.objects.get_or_create(
        dossier_id=dossier_id,
        seq=entry.seq,
        defaults={
            "form": form,
            "since": now,
            "next_try_at": now + timedelta(minutes=1),
            "reason": reason[:1000],
        },
    )
    if not made:
        due.tries += 1
        due.next_try_at = now + min(timedelta(minutes=2 ** min(due.tries, 10)), _LONGEST_WAIT)
        due.reason = reason[:1000]
        due.save()
