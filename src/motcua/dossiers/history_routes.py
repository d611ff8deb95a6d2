"""Sentences of the history for what happens between offices. Imported by `history`."""

from __future__ import annotations

from django.utils.translation import gettext as _

from motcua.dossiers import events as ev
from motcua.dossiers.history import Names, sentence
from motcua.dossiers.ledger import Entry


@sentence.register
def _acknowledged(event: ev.TransferAcknowledged, entry: Entry, names: Names) -> str:
    places = {
        "office": names.office(event.from_office),
        "giver": event.given_by,
        "papers": "; ".join(event.papers),
    }
    if event.papers and event.late:
        return (
            _("Acknowledged late what %(office)s had sent, with the papers from %(giver)s: %(papers)s.")
            % places
        )
    if event.papers:
        return (
            _("Acknowledged what %(office)s had sent, with the papers from %(giver)s: %(papers)s.") % places
        )
    if event.late:
        return _("Acknowledged late what %(office)s had sent.") % places
    return _("Acknowledged what %(office)s had sent.") % places


@sentence.register
def _refused_back(event: ev.TransferRefused, entry: Entry, names: Names) -> str:
    return _("Refused what %(office)s had sent; it is there again.") % {
        "office": names.office(event.from_office)
    }


@sentence.register
def _office_transferred(event: ev.OfficeTransferred, entry: Entry, names: Names) -> str:
    places = {"old": names.office(event.from_office), "new": names.office(event.to_office)}
    return _("%(new)s takes the place of %(old)s from here on.") % places


@sentence.register
def _papers_handed_over(event: ev.PapersHandedOver, entry: Entry, names: Names) -> str:
    places = {"giver": event.given_by, "papers": "; ".join(event.papers)}
    if event.late:
        return _("Took over the papers late from %(giver)s: %(papers)s.") % places
    return _("Took over the papers from %(giver)s: %(papers)s.") % places
