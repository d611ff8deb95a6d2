"""What statuses and channels are called: for officers, and for the public, who may see only the degree of completion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motcua.dossiers.status import Channel, Status

STATUS_WORDS: Mapping[Status, Promise] = {
    Status.DRAFT: _("Draft"),
    Status.SUBMITTED: _("Submitted, waiting to be received"),
    Status.SUPPLEMENT_BEFORE_RECEPTION: _("Waiting for papers before reception"),
    Status.REFUSED_AT_RECEPTION: _("Reception refused"),
    Status.RECEIVED: _("Received"),
    Status.IN_TRANSFER: _("On its way to the unit"),
    Status.IN_PROCESSING: _("Being processed"),
    Status.IN_CONSULTATION: _("Waiting for opinions"),
    Status.AT_OTHER_AGENCY: _("At another agency"),
    Status.SUPPLEMENT_IN_PROCESSING: _("Waiting for a supplement"),
    Status.WAITING_FINANCIAL_DUTY: _("Waiting for the financial duty"),
    Status.SUSPENDED: _("Suspended by sector law"),
    Status.WITHDRAWAL_REQUESTED: _("Withdrawal requested"),
    Status.STOPPED: _("Stopped"),
    Status.WITHDRAWN: _("Withdrawn"),
    Status.REFUSED_AFTER_APPRAISAL: _("Refused after appraisal, answer ready"),
    Status.RESULT_READY: _("Result ready"),
    Status.IN_POST: _("Sent by post"),
    Status.RETURNED: _("Result handed over"),
    Status.CLOSED_NO_SUPPLEMENT: _("Closed: no supplement came"),
}

CHANNEL_WORDS: Mapping[str, Promise] = {
    Channel.COUNTER.value: _("At the counter"),
    Channel.POST.value: _("By public post"),
    Channel.ONLINE.value: _("Online"),
}


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
