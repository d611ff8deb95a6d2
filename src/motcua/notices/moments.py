"""At which moments of a dossier its citizen is told something, and which of them ask the citizen to act. Pure."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from motcua.dossiers import events as ev
from motcua.dossiers.status import FINISHED, READY_TO_RETURN, Status
from motcua.kernel.errors import N_


class Channel(StrEnum):
    """How a message travels. `PHONE` is never sent: it is a call that the desk has to make."""

    SMS = "sms"
    EMAIL = "email"
    PHONE = "phone"


SENT = (Channel.SMS, Channel.EMAIL)


class Moment(StrEnum):
    """What a message is about."""

    RECEIVED = "received"
    RECEPTION_REFUSED = "reception_refused"
    SUPPLEMENT = "supplement"
    DUTY_TO_PAY = "duty_to_pay"
    EXTENDED = "extended"
    APOLOGISED = "apologised"
    CORRECTED = "corrected"
    STOPPED = "stopped"
    RESULT_READY = "result_ready"
    REFUSED = "refused"
    UNCOLLECTED = "uncollected"
    SENT_BY_POST = "sent_by_post"
    POST_RETURNED = "post_returned"
    HANDED_OVER = "handed_over"


TITLES: dict[Moment, str] = {
    Moment.RECEIVED: N_("The dossier was received"),
    Moment.RECEPTION_REFUSED: N_("The dossier was not received"),
    Moment.SUPPLEMENT: N_("Papers must be supplemented"),
    Moment.DUTY_TO_PAY: N_("A financial duty must be paid"),
    Moment.EXTENDED: N_("A new appointment, with apology"),
    Moment.APOLOGISED: N_("A written apology"),
    Moment.CORRECTED: N_("Data of the dossier were corrected"),
    Moment.STOPPED: N_("The dossier was stopped"),
    Moment.RESULT_READY: N_("The result is ready"),
    Moment.REFUSED: N_("The request was refused; the reply is ready"),
    Moment.UNCOLLECTED: N_("The result still waits to be collected"),
    Moment.SENT_BY_POST: N_("The result was sent by post"),
    Moment.POST_RETURNED: N_("The post brought the result back"),
    Moment.HANDED_OVER: N_("The result was handed over"),
}
# What the citizen must hear: undelivered, these become calls (N61 Art 19(9) for the new appointment).
_ASKING = frozenset(
    {
        Moment.SUPPLEMENT,
        Moment.DUTY_TO_PAY,
        Moment.EXTENDED,
        Moment.STOPPED,
        Moment.RESULT_READY,
        Moment.REFUSED,
        Moment.UNCOLLECTED,
        Moment.POST_RETURNED,
    }
)
# Only while the dossier stands like this is there still something to tell; else it was overtaken.
_READY = frozenset(READY_TO_RETURN)
HOLDS_WHILE: dict[Moment, frozenset[Status]] = {
    Moment.SUPPLEMENT: frozenset({Status.SUPPLEMENT_IN_PROCESSING, Status.SUPPLEMENT_BEFORE_RECEPTION}),
    Moment.DUTY_TO_PAY: frozenset({Status.WAITING_FINANCIAL_DUTY}),
    Moment.EXTENDED: frozenset(Status) - FINISHED,
    Moment.RESULT_READY: _READY,
    Moment.REFUSED: _READY,
    Moment.UNCOLLECTED: _READY,
    Moment.POST_RETURNED: _READY,
}
# Said where the returning office is, not where the dossier was handed in.
AT_RETURNING_DESK = frozenset(
    {
        Moment.RESULT_READY,
        Moment.REFUSED,
        Moment.UNCOLLECTED,
        Moment.SENT_BY_POST,
        Moment.POST_RETURNED,
        Moment.HANDED_OVER,
    }
)
EVENTS = (
    ev.Received,
    ev.ReceptionRefused,
    ev.SupplementDelivered,
    ev.Paused,
    ev.Extended,
    ev.Apologised,
    ev.Corrected,
    ev.Stopped,
    ev.SentByPost,
    ev.PostReturned,
    ev.HandedOver,
)


def moment_of(event: ev.Event) -> Moment | None:
    """What an event means to the citizen; None when it is nothing to write about.

    A result that has become ready is not an event of its own: `reading` finds it.
    """
    match event:
        case ev.Received():
            # Settled at once without a receipt: the citizen stands at the counter.
            return Moment.RECEIVED if event.intake.leads and not event.intake.without_receipt else None
        case ev.ReceptionRefused():
            return Moment.RECEPTION_REFUSED
        case ev.SupplementDelivered():
            return Moment.SUPPLEMENT
        case ev.Paused():
            waiting = event.effect.status == Status.WAITING_FINANCIAL_DUTY
            return Moment.DUTY_TO_PAY if waiting else None
        case ev.Extended():
            return Moment.EXTENDED
        case ev.Apologised():
            return None if event.manner == "direct" else Moment.APOLOGISED
        case ev.Corrected():
            return Moment.CORRECTED
        case ev.Stopped():
            return Moment.STOPPED
        case ev.SentByPost():
            return Moment.SENT_BY_POST
        case ev.PostReturned():
            return Moment.POST_RETURNED
        case ev.HandedOver():
            return Moment.HANDED_OVER
    return None


def asks_action(moment: Moment, event: ev.Event) -> bool:
    """Whether the citizen must hear of it, by phone if nothing else arrives.

    Not when they stopped the dossier themselves.
    """
    if isinstance(event, ev.Stopped):
        return not event.requested_by
    return moment in _ASKING


def still_holds(moment: Moment, status: Status) -> bool:
    """Whether there is still something to tell while the dossier has this status."""
    return moment not in HOLDS_WHILE or status in HOLDS_WHILE[moment]


def date_of(event: ev.Event) -> datetime | None:
    """The instant that the message is about: complete by, come again at."""
    if isinstance(event, ev.SupplementDelivered):
        return event.complete_by
    return event.appointment_at if isinstance(event, ev.Extended) else None
