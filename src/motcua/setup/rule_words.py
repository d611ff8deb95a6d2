"""What the parameters of the law are called, and their values in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.procedures.words import CHANNEL_WORDS, ORDER_WORDS

_WORDS: Mapping[str, Promise] = {
    "apology_days_before": gettext_lazy("Working days before the due date by which the apology must exist"),
    "boundary_free": gettext_lazy("Received anywhere in the province"),
    "channels": gettext_lazy("Ways of handing in"),
    "close_without_supplement_days": gettext_lazy(
        "Working days without an answer until the dossier is closed"
    ),
    "code_agency": gettext_lazy("Whose identifier stands in the dossier code"),
    "code_central_system": gettext_lazy("Codes of central systems"),
    "code_family": gettext_lazy("Family of dossier codes"),
    "desk_posting_months": gettext_lazy("Months of a posting at the desk, least and most"),
    "desk_seniority_years": gettext_lazy("Years of service before working at the desk"),
    "extension_days": gettext_lazy("Working days that an automatically drafted new appointment adds"),
    "extensions_allowed": gettext_lazy("New appointments allowed"),
    "form_numbers": gettext_lazy("Numbers of the forms"),
    "form_paper": gettext_lazy("Paper sizes of the forms"),
    "form_set": gettext_lazy("Edition of the forms"),
    "moved_day_is": gettext_lazy("Which day the day of a moved start is"),
    "online_answer_hours": gettext_lazy("Working hours to answer an online dossier"),
    "online_notify_hours": gettext_lazy("Working hours to notify about an online dossier"),
    "online_only_national_portal": gettext_lazy("Online only through the national portal"),
    "posting_days": gettext_lazy("Working days for posting a procedure"),
    "paused_column": gettext_lazy("Where reports show paused dossiers"),
    "public_lookup": gettext_lazy("What the public look-up shows"),
    "reason_required": gettext_lazy("A refusal needs a reason"),
    "receipt_needed_same_day": gettext_lazy("Receipt needed for same-day procedures"),
    "same_day_cutoff": gettext_lazy("Cut-off of same-day work"),
    "stop_on_request": gettext_lazy("Stopping on request"),
    "supplement_desk_days": gettext_lazy("Working days of the desk for a supplement request"),
    "supplement_override": gettext_lazy("A further supplement with an approved reason"),
    "supplement_request_days": gettext_lazy("Working days in which a supplement may be asked for"),
    "supplement_restarts_clock": gettext_lazy("A supplement starts the time again"),
    "supplements_allowed": gettext_lazy("Supplement requests allowed"),
    "transfer_cutoff": gettext_lazy("Cut-off of moving papers on"),
    "transfer_acknowledge_hours": gettext_lazy("Working hours to acknowledge a dossier from another office"),
    "transfer_grace_minutes": gettext_lazy("Minutes of grace for moving papers on"),
}


_VALUES: Mapping[str, Promise] = {
    **CHANNEL_WORDS,
    **ORDER_WORDS,
    "old": gettext_lazy("codes before TT 03/2025/TT-VPCP"),
    "new": gettext_lazy("codes of TT 03/2025/TT-VPCP"),
    "receiving": gettext_lazy("the receiving office"),
    "competent": gettext_lazy("the competent office"),
    "code": gettext_lazy("dossier code"),
    "degree": gettext_lazy("degree of completion"),
    "separate": gettext_lazy("in a column of their own"),
    "tt-01-2018": gettext_lazy("forms of TT 01/2018/TT-VPCP"),
    "tt-03-2025": gettext_lazy("forms of TT 03/2025/TT-VPCP"),
    "receipt": gettext_lazy("receipt"),
    "supplement_request": gettext_lazy("request for a supplement"),
    "refusal": gettext_lazy("refusal of reception"),
    "apology": gettext_lazy("apology and new appointment"),
    "stop_notice": gettext_lazy("notice of stopping"),
    "control_sheet": gettext_lazy("control sheet"),
    "tracking_book": gettext_lazy("tracking book"),
}


def parameter_words(name: str) -> str:
    """What a parameter is called; its own name when the words are not known."""
    return str(_WORDS.get(name, name))


def value_words(value: Any) -> str:
    """A value for reading."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Mapping):
        return "; ".join(f"{value_words(key)}: {value_words(item)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(value_words(item) for item in value)
    return str(_VALUES.get(str(value), value))
