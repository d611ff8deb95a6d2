"""Which procedures the centre of an office does from reception to return, by whose decision and until when."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import Refusal
from motcua.offices import checks
from motcua.offices.actors import Actor
from motcua.offices.models import OnTheSpot


@transaction.atomic
def do_on_the_spot(
    actor: Actor,
    office_id: int,
    procedure_code: str,
    *,
    decision_number: str,
    valid_from: date,
    valid_to: date | None = None,
) -> OnTheSpot:
    """Enter a procedure into the office's list. For administrators; not twice for the same day."""
    office = checks.office_of(office_id)
    checks.check_administers(actor, office.path)
    checks.check_period(valid_from, valid_to)
    begins = Q(valid_to__gte=F("valid_from"))  # an entry ended before its first day never does
    there = OnTheSpot.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=valid_from) & begins, office=office, procedure_code=procedure_code
    )
    if valid_to is not None:
        there = there.filter(valid_from__lte=valid_to)
    if there.exists():
        raise Refusal(
            "on_the_spot_already",
            _("%(procedure)s is done on the spot already in that time."),
            _("End the entry first, or choose other dates."),
            params={"procedure": procedure_code},
        )
    return OnTheSpot.objects.create(
        office=office,
        procedure_code=checks.text(procedure_code, _("The procedure"), 60),
        decision_number=checks.text(decision_number, _("The number of the decision"), 100),
        valid_from=valid_from,
        valid_to=valid_to,
    )


@transaction.atomic
def end_on_the_spot(actor: Actor, spot_id: int, last_day: date) -> OnTheSpot:
    """End an entry on a day; one that has not begun by then is never in force. For administrators."""
    row = OnTheSpot.objects.select_for_update().select_related("office").filter(pk=spot_id).first()
    if row is None:
        raise checks.missing(_("There is no such entry."))
    checks.check_administers(actor, row.office.path)
    row.valid_to = last_day if row.valid_to is None else min(row.valid_to, last_day)
    row.save(update_fields=["valid_to"])
    return row
