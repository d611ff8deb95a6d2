"""Which event of a dossier calls for which paper. Pure.

Nobody has to think of a form: what the law wants in writing follows from what happened.
"""

from __future__ import annotations

from motcua.dossiers import events as ev
from motcua.dossiers.status import Decision, Status
from motcua.papers.kinds import Form

EVENTS: tuple[type[ev.Event], ...] = (
    ev.Received,
    ev.ReceptionRefused,
    ev.SupplementRequested,
    ev.SupplementDelivered,
    ev.Decided,
    ev.Extended,
    ev.Apologised,
    ev.Stopped,
    ev.OpinionAsked,
)


def form_for(event: ev.Event) -> Form | None:
    """The paper that the event calls for by itself; None when there is none to write."""
    match event:
        case ev.Received():
            # A result given at once needs no receipt, unless the person asks for one (NĐ 61/2018 Art 17(4)).
            return Form.RECEIPT if event.intake.leads and not event.intake.without_receipt else None
        case ev.ReceptionRefused():
            return Form.REFUSAL
        case ev.SupplementRequested():
            # A dossier in processing: the desk tells the citizen, and only then the last day is known.
            before = event.effect.status is Status.SUPPLEMENT_BEFORE_RECEPTION
            return Form.SUPPLEMENT_REQUEST if before else None
        case ev.SupplementDelivered():
            return Form.SUPPLEMENT_REQUEST
        case ev.Decided():
            return Form.REFUSAL if event.decision is Decision.REFUSED else None
        case ev.Extended():
            return Form.APOLOGY
        case ev.Apologised():
            return None if event.manner == "direct" else Form.APOLOGY
        case ev.Stopped():
            return Form.STOP_NOTICE
        case ev.OpinionAsked():
            return Form.CONSULTATION_REQUEST
    return None


def may_be_asked_for(event: ev.Event, form: Form) -> bool:
    """Whether that paper follows from the event when somebody asks for it."""
    if isinstance(event, ev.Received):
        return form is Form.RECEIPT and event.intake.leads
    return form_for(event) is form
