"""Sentences of the history for what happens between installations. Registered by the app."""

from __future__ import annotations

from django.utils.translation import gettext as _

from motcua.dossiers import events as ev
from motcua.dossiers.history import Names, sentence
from motcua.dossiers.ledger import Entry
from motcua.kernel import formats


@sentence.register
def _handed_to_partner(event: ev.HandedToPartner, entry: Entry, names: Names) -> str:
    places = {
        "partner": event.partner_name,
        "asked": event.asked,
        "until": formats.instant(event.answer_by),
    }
    return _("Handed the dossier to %(partner)s, to be answered by %(until)s: %(asked)s") % places


@sentence.register
def _partner_noted(event: ev.PartnerNoted, entry: Entry, names: Names) -> str:
    places = {"partner": event.partner_name, "code": event.their_code, "text": event.text}
    if event.kind == "acknowledged":
        return _("%(partner)s took the dossier in under the code %(code)s.") % places
    return _("%(partner)s reports: %(text)s") % places


@sentence.register
def _partner_wait_ended(event: ev.PartnerWaitEnded, entry: Entry, names: Names) -> str:
    places = {"partner": event.partner_name, "text": event.text, "number": event.number or "–"}
    if event.outcome == "result":
        return _("The result of %(partner)s is here (number %(number)s): %(text)s") % places
    if event.outcome == "refused_back":
        return _("%(partner)s gave the dossier back: %(text)s") % places
    return _("No longer waiting for %(partner)s: %(text)s") % places
