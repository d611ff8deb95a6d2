"""What kinds of messages and their states are called in the interface."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from motcua.exchange.envelope import Kind
from motcua.exchange.refusals import WORDS, Reason

KIND_WORDS: Mapping[Kind, Promise] = {
    Kind.HAND_OVER: _("Dossier handed over"),
    Kind.ACKNOWLEDGED: _("Taken in"),
    Kind.REFUSED_BACK: _("Given back"),
    Kind.PROGRESS: _("How far it is"),
    Kind.RESULT: _("Result"),
    Kind.RECALLED: _("No longer waited for"),
}

OUTCOME_WORDS: Mapping[str, Promise] = {
    "result": _("Result is there"),
    "refused_back": _("Given back with a reason"),
    "given_up": _("No longer waited for"),
}


def reason_words(reason: str) -> str:
    """Why a message is not over there, in words; empty when nothing is known."""
    return now_(WORDS[Reason(reason)]) if reason in set(Reason) else ""
