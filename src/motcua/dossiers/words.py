"""What statuses, acts and kinds of paper are called in the interface."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motcua.dossiers.status import Channel, Decision, Status

STATUS_WORDS: Mapping[Status, Promise] = {
    Status.DRAFT: _("Draft"),
    Status.SUBMITTED: _("Handed in, waiting for reception"),
    Status.SUPPLEMENT_BEFORE_RECEPTION: _("Waiting for papers before reception"),
    Status.REFUSED_AT_RECEPTION: _("Reception refused"),
    Status.RECEIVED: _("Received"),
    Status.IN_TRANSFER: _("Being transferred"),
    Status.IN_PROCESSING: _("In processing"),
    Status.IN_CONSULTATION: _("Waiting for an opinion"),
    Status.AT_OTHER_AGENCY: _("At another agency"),
    Status.SUPPLEMENT_IN_PROCESSING: _("Waiting for more papers"),
    Status.WAITING_FINANCIAL_DUTY: _("Waiting for a payment"),
    Status.SUSPENDED: _("Suspended"),
    Status.WITHDRAWAL_REQUESTED: _("Withdrawal requested"),
    Status.STOPPED: _("Stopped"),
    Status.WITHDRAWN: _("Withdrawn"),
    Status.REFUSED_AFTER_APPRAISAL: _("Refused, answer ready"),
    Status.RESULT_READY: _("Result ready"),
    Status.IN_POST: _("Sent by post"),
    Status.RETURNED: _("Returned"),
    Status.CLOSED_NO_SUPPLEMENT: _("Closed, no papers brought"),
}

CHANNEL_WORDS: Mapping[Channel, Promise] = {
    Channel.COUNTER: _("At the counter"),
    Channel.ONLINE: _("Online"),
    Channel.POST: _("By public post"),
}

DECISION_WORDS: Mapping[Decision, Promise] = {
    Decision.APPROVED: _("Approved"),
    Decision.REFUSED: _("Refused"),
}

PAPER_KIND_WORDS: Mapping[str, Promise] = {
    "submitted": _("Handed in"),
    "shown": _("Only shown"),
    "processing": _("Made during processing"),
    "result": _("Result"),
}

CUSTODY_LABELS: Mapping[str, Promise] = {
    "none": _("Electronic only"),
    "held": _("Original kept at the office"),
    "copied": _("Copied, original given back"),
    "returned": _("Original given back"),
}

# What is done in a step; the standard seven and the two that some processes add.
STEP_WORDS: Mapping[str, Promise] = {
    "assign": _("Assign"),
    "examine": _("Examine"),
    "review": _("Review"),
    "consult": _("Ask for an opinion"),
    "sign": _("Sign"),
    "clerk": _("Number and seal"),
    "return": _("Return the result"),
    "tax": _("Wait for the payment"),
    "deliver_supplement": _("Tell the applicant what to supplement"),
    "await_supplement": _("Wait for the supplement"),
    "resume": _("Watch a paused dossier"),
    "give_opinion": _("Give an opinion"),
    "await_part": _("Wait for an earlier part of the group"),
    "accept_transfer": _("Acknowledge a dossier from another office"),
    "accept_papers": _("Take over papers from another office"),
    "sign_extension": _("Sign an apology with a new date"),
    "await_partner": _("Wait for a partner"),
}

# What a dossier waits for outside the office, and what ends it.
WAITING_WORDS: Mapping[str, Promise] = {
    "supplement": _("Waiting for the supplement"),
    "financial_duty": _("Paused: financial duty"),
    "suspended": _("Paused: suspended by sector law"),
    "earlier_part": _("Waiting for an earlier part of the group"),
    "partner": _("At another agency"),
    "process": _("No step is open: the process waits for a date or a message"),
}

# For what the office apologises, and how it is said.
APOLOGY_KINDS: Mapping[str, Promise] = {
    "late": _("Late result"),
    "error": _("Mistake in the result"),
    "lost": _("Lost or damaged paper"),
}
APOLOGY_MANNERS: Mapping[str, Promise] = {
    "direct": _("In person"),
    "written": _("In writing"),
    "public": _("In public"),
}
