"""The internal statuses of a dossier and the national code derived from each (codes of the national portal).

`suspended` → 8 and `refused_after_appraisal` → 9 are choices of this project; rule sets may override them.
"""

from enum import StrEnum


class Status(StrEnum):
    """Where a dossier stands. The truth; the national code is derived."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    SUPPLEMENT_BEFORE_RECEPTION = "supplement_before_reception"
    REFUSED_AT_RECEPTION = "refused_at_reception"
    RECEIVED = "received"
    IN_TRANSFER = "in_transfer"
    IN_PROCESSING = "in_processing"
    IN_CONSULTATION = "in_consultation"
    AT_OTHER_AGENCY = "at_other_agency"
    SUPPLEMENT_IN_PROCESSING = "supplement_in_processing"
    WAITING_FINANCIAL_DUTY = "waiting_financial_duty"
    SUSPENDED = "suspended"
    WITHDRAWAL_REQUESTED = "withdrawal_requested"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"
    REFUSED_AFTER_APPRAISAL = "refused_after_appraisal"
    RESULT_READY = "result_ready"
    IN_POST = "in_post"
    RETURNED = "returned"
    CLOSED_NO_SUPPLEMENT = "closed_no_supplement"


NATIONAL_CODE: dict[Status, int | None] = {
    Status.DRAFT: None,
    Status.SUBMITTED: 1,
    Status.SUPPLEMENT_BEFORE_RECEPTION: 5,
    Status.REFUSED_AT_RECEPTION: 3,
    Status.RECEIVED: 2,
    Status.IN_TRANSFER: 4,
    Status.IN_PROCESSING: 4,
    Status.IN_CONSULTATION: 4,
    Status.AT_OTHER_AGENCY: 4,
    Status.SUPPLEMENT_IN_PROCESSING: 5,
    Status.WAITING_FINANCIAL_DUTY: 6,
    Status.SUSPENDED: 8,
    Status.WITHDRAWAL_REQUESTED: 7,
    Status.STOPPED: 8,
    Status.WITHDRAWN: 7,
    Status.REFUSED_AFTER_APPRAISAL: 9,
    Status.RESULT_READY: 9,
    Status.IN_POST: 9,
    Status.RETURNED: 10,
    Status.CLOSED_NO_SUPPLEMENT: 8,
}

# Processing has ended: no lateness accrues from here on.
FINISHED = frozenset(
    {
        Status.REFUSED_AFTER_APPRAISAL,
        Status.RESULT_READY,
        Status.IN_POST,
        Status.RETURNED,
        Status.STOPPED,
        Status.WITHDRAWN,
        Status.CLOSED_NO_SUPPLEMENT,
    }
)
NEVER_RECEIVED = frozenset(
    {
        Status.DRAFT,
        Status.SUBMITTED,
        Status.SUPPLEMENT_BEFORE_RECEPTION,
        Status.REFUSED_AT_RECEPTION,
    }
)
READY_TO_RETURN = frozenset({Status.RESULT_READY, Status.REFUSED_AFTER_APPRAISAL})


class Channel(StrEnum):
    """How a dossier was handed in."""

    COUNTER = "counter"
    ONLINE = "online"
    POST = "post"


class Decision(StrEnum):
    """The one final decision on a dossier."""

    APPROVED = "approved"
    REFUSED = "refused"
