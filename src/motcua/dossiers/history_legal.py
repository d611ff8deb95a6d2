"""Sentences of the history for what the law lets happen beside the plain way. Imported by `history`."""

from __future__ import annotations

from django.utils.translation import gettext as _

from motcua.dossiers import events as ev
from motcua.dossiers.history import Names, sentence
from motcua.dossiers.ledger import Entry
from motcua.kernel import formats


@sentence.register
def _supplement_requested(event: ev.SupplementRequested, entry: Entry, names: Names) -> str:
    items = "; ".join(f"{item.what} ({item.reason})" for item in event.items)
    return _("Asked for a supplement (request %(number)s): %(items)s.") % {
        "number": event.number,
        "items": items,
    }


@sentence.register
def _supplement_delivered(event: ev.SupplementDelivered, entry: Entry, names: Names) -> str:
    places = {"manner": event.manner, "until": formats.instant(event.complete_by)}
    return _("Told the applicant what to supplement (%(manner)s), to be completed by %(until)s.") % places


@sentence.register
def _supplement_completed(event: ev.SupplementCompleted, entry: Entry, names: Names) -> str:
    due = formats.instant(event.effect.clock.due_at) if event.effect.clock else ""
    return _("The supplement is complete; the limit counts again in full, until %(due)s.") % {"due": due}


@sentence.register
def _stopped(event: ev.Stopped, entry: Entry, names: Names) -> str:
    if event.kind == "withdrawn":
        return _("The applicant withdrew the dossier.")
    if event.kind == "closed_no_supplement":
        return _("Closed: no supplement came in time.")
    return _("Stopped the processing.")


@sentence.register
def _paused(event: ev.Paused, entry: Entry, names: Names) -> str:
    if event.ground == "earlier_part":
        return _("Waits for an earlier part of the group handed in together.")
    if event.ground == "financial_duty":
        return _("Paused for the financial duty; the clock stands.")
    return _("Suspended by sector law; the clock stands.")


@sentence.register
def _resumed(event: ev.Resumed, entry: Entry, names: Names) -> str:
    due = formats.instant(event.effect.clock.due_at) if event.effect.clock else ""
    return _("Went on with the dossier on: %(proof)s. Due %(due)s.") % {"proof": event.proof, "due": due}


@sentence.register
def _opinion_asked(event: ev.OpinionAsked, entry: Entry, names: Names) -> str:
    places = {
        "unit": names.unit(event.unit_id),
        "question": event.question,
        "until": formats.instant(event.answer_by),
    }
    return _("Asked %(unit)s for an opinion by %(until)s: %(question)s") % places


@sentence.register
def _opinion_given(event: ev.OpinionGiven, entry: Entry, names: Names) -> str:
    words = {"yes": _("agrees"), "conditions": _("agrees on conditions"), "no": _("does not agree")}
    places = {"words": words.get(event.agrees, event.agrees), "answer": event.answer}
    if event.late:
        return _("Answered late: %(words)s. %(answer)s") % places
    return _("Answered: %(words)s. %(answer)s") % places


@sentence.register
def _extension_proposed(event: ev.ExtensionProposed, entry: Entry, names: Names) -> str:
    return _("Drafted an apology with the new appointment %(date)s.") % {
        "date": formats.instant(event.appointment_at)
    }


@sentence.register
def _extended(event: ev.Extended, entry: Entry, names: Names) -> str:
    return _("Signed the apology; the new appointment is %(date)s.") % {
        "date": formats.instant(event.appointment_at)
    }


@sentence.register
def _apologised(event: ev.Apologised, entry: Entry, names: Names) -> str:
    manners = {"direct": _("in person"), "written": _("in writing"), "public": _("in public")}
    places = {"manner": manners.get(event.manner, event.manner), "text": event.text}
    return _("Apologised %(manner)s: %(text)s") % places


@sentence.register
def _apology_proved(event: ev.ApologyProved, entry: Entry, names: Names) -> str:
    return _("Noted how the apology reached the applicant: %(proof)s.") % {"proof": event.proof}


@sentence.register
def _corrected(event: ev.Corrected, entry: Entry, names: Names) -> str:
    fields = {
        "name": _("the name"),
        "id_number": _("the identity number"),
        "address": _("the address"),
        "phone": _("the phone number"),
        "email": _("the e-mail address"),
    }
    places = {"field": fields.get(event.field, event.field), "old": event.old, "new": event.new}
    return _("Corrected %(field)s from “%(old)s” to “%(new)s”.") % places


@sentence.register
def _rules_switched(event: ev.RulesSwitched, entry: Entry, names: Names) -> str:
    return _("Put the dossier under another rule set.")


@sentence.register
def _process_switched(event: ev.ProcessSwitched, entry: Entry, names: Names) -> str:
    return _("Moved the dossier to another version of the process, decision %(number)s.") % {
        "number": event.decision_number
    }


@sentence.register
def _paper_issued(event: ev.PaperIssued, entry: Entry, names: Names) -> str:
    return _("Issued %(form)s, number %(number)s.") % {"form": event.form, "number": event.number}


@sentence.register
def _sent_by_post(event: ev.SentByPost, entry: Entry, names: Names) -> str:
    return _("Sent the result by post, parcel %(parcel)s.") % {"parcel": event.parcel}


@sentence.register
def _post_returned(event: ev.PostReturned, entry: Entry, names: Names) -> str:
    return _("The parcel %(parcel)s came back.") % {"parcel": event.parcel}
