"""What is done each minute: wake what is due, end what has waited for days; and sending dead letters again."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from motcua.exchange.models import UNSENT, OutMessage, Partner
from motcua.exchange.refusals import Reason
from motcua.exchange.services.outbox import ask_worker
from motcua.kernel import time
from motcua.kernel.errors import N_, Refusal, Status
from motcua.offices.actors import Actor


def wake_due() -> int:
    """Ask the worker to send for every partner that has something due and is not left alone; gives how many."""
    now = time.now()
    due = OutMessage.objects.filter(UNSENT, next_try_at__lte=now).values("partner")
    answering = Q(down_since=None) | Q(next_probe_at__lte=now)
    woken = list(Partner.objects.filter(answering, pk__in=due).values_list("pk", flat=True))
    with transaction.atomic():
        for partner_id in woken:
            ask_worker(partner_id)
    return len(woken)


def end_what_waited_too_long() -> int:
    """What could not be brought over in all these days becomes a dead letter; gives how many."""
    now = time.now()
    return OutMessage.objects.filter(UNSENT, give_up_at__lte=now).update(
        dead_at=now, reason=Reason.OUT_OF_TIME.value
    )


@transaction.atomic
def send_again(message_id: UUID, actor: Actor) -> None:
    """Send a dead letter again, with all of its conversation that died behind it. Repeatable."""
    found = OutMessage.objects.select_related("hand_over__office").filter(pk=message_id).first()
    if found is None or not actor.administers(found.hand_over.office.path):
        raise Refusal(
            "unknown_message",
            N_("There is no such message."),
            N_("Load the page again."),
            status=Status.NOT_FOUND,
        )
    now = time.now()
    dead = OutMessage.objects.filter(
        conversation=found.conversation_id, accepted_at=None, dead_at__isnull=False
    )
    dead.update(
        dead_at=None,
        reason="",
        detail="",
        tries=0,
        next_try_at=now,
        give_up_at=now + timedelta(days=settings.EXCHANGE_PATIENCE_DAYS),
    )
    # Whoever presses the button believes that it works again.
    Partner.objects.filter(pk=found.partner_id, down_since__isnull=False).update(next_probe_at=now)
    ask_worker(found.partner_id)
