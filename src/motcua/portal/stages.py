"""What a dossier's status is called to anybody: the degree of completion and nothing else (R-115)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motcua.dossiers.status import Status


@dataclass(frozen=True, slots=True)
class PublicStage:
    """What anybody may know of a dossier: `text` as the national code says it, `percent` done (R-115)."""

    text: Promise
    percent: int
    step: int  # 1 received … 4 result handed over; 0 outside that way


_RECEIVED, _PROCESSING, _DONE, _RETURNED = (
    PublicStage(_("Has been received"), 25, 1),
    PublicStage(_("Is being processed"), 50, 2),
    PublicStage(_("Processing is finished"), 90, 3),
    PublicStage(_("The result has been returned"), 100, 4),
)
_SUPPLEMENT = PublicStage(_("A supplement is requested"), 40, 2)
_STOPPED = PublicStage(_("Processing has stopped"), 100, 0)

PUBLIC_STEPS: tuple[PublicStage, ...] = (_RECEIVED, _PROCESSING, _DONE, _RETURNED)

PUBLIC_STAGE: Mapping[Status, PublicStage | None] = {
    Status.DRAFT: None,
    Status.SUBMITTED: PublicStage(_("Newly registered"), 10, 0),
    Status.SUPPLEMENT_BEFORE_RECEPTION: PublicStage(_("A supplement is requested"), 10, 0),
    Status.REFUSED_AT_RECEPTION: PublicStage(_("Was not received"), 100, 0),
    Status.RECEIVED: _RECEIVED,
    Status.IN_TRANSFER: _PROCESSING,
    Status.IN_PROCESSING: _PROCESSING,
    Status.IN_CONSULTATION: _PROCESSING,
    Status.AT_OTHER_AGENCY: _PROCESSING,
    Status.SUPPLEMENT_IN_PROCESSING: _SUPPLEMENT,
    Status.WAITING_FINANCIAL_DUTY: PublicStage(_("Financial duty to be settled"), 60, 2),
    Status.SUSPENDED: PublicStage(_("Processing has stopped"), 50, 0),
    Status.WITHDRAWAL_REQUESTED: PublicStage(_("Withdrawal has been requested"), 50, 0),
    Status.STOPPED: _STOPPED,
    Status.WITHDRAWN: PublicStage(_("Has been withdrawn"), 100, 0),
    Status.REFUSED_AFTER_APPRAISAL: _DONE,
    Status.RESULT_READY: _DONE,
    Status.IN_POST: _DONE,
    Status.RETURNED: _RETURNED,
    Status.CLOSED_NO_SUPPLEMENT: _STOPPED,
}
