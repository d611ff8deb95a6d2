"""Telling partners how far their dossiers are, read from the ledgers once a minute.

What was told is kept with the hand-over (`told_version`), and moved on in the transaction that writes the
message; so nothing is told twice, and what happened while the worker was down is told when it is back.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import translation

from motcua.dossiers import ledger
from motcua.dossiers.state import DossierState
from motcua.dossiers.status import FINISHED, READY_TO_RETURN, Status
from motcua.dossiers.words import STATUS_WORDS
from motcua.exchange import bodies
from motcua.exchange.envelope import Kind
from motcua.exchange.models import HandOver
from motcua.exchange.services import files, outbox
from motcua.kernel import time

_AT_ONCE = 500
_ENDED = FINISHED | READY_TO_RETURN


def tell_news() -> int:
    """Write what has changed since it was last told; gives how many hand-overs were looked at."""
    behind = HandOver.objects.filter(
        direction="in", ended_at=None, dossier__isnull=False, dossier__version__gt=F("told_version")
    ).order_by("id")
    found = list(behind.values_list("pk", flat=True)[:_AT_ONCE])
    for pk in found:
        _tell(pk)
    return len(found)


@transaction.atomic
def _tell(hand_over_id: UUID) -> None:
    found = outbox.held(hand_over_id)
    if found is None or found.dossier_id is None or found.ended_at is not None:
        return
    state = ledger.fold_entries(found.dossier_id, ledger.entries(found.dossier_id))
    if state.status in _ENDED:
        _tell_result(found, state)
    elif state.status.value != found.told_status:
        told = bodies.Told(
            hand_over=found.pk, at=time.now(), text=_words(state.status), code=state.code or ""
        )
        outbox.tell(found, Kind.PROGRESS, told)
    found.told_version, found.told_status = state.version, state.status.value
    found.save(update_fields=["told_version", "told_status", "ended_at", "outcome"])


def _tell_result(found: HandOver, state: DossierState) -> None:
    told = bodies.Told(
        hand_over=found.pk,
        at=state.finished_at or time.now(),
        text=_words(state.status),
        code=state.code or "",
        decision=state.decision.value if state.decision else "",
        number=state.result_number,
        papers=files.as_sent([paper for paper in state.papers if paper.kind == "result"], {}),
    )
    outbox.tell(found, Kind.RESULT, told)
    found.ended_at, found.outcome = time.now(), "result"


def _words(status: Status) -> str:
    with translation.override("vi"):  # what one office writes to another is Vietnamese
        return str(STATUS_WORDS[status])
