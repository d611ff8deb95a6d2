"""Choices, checks and warnings about what is done on the spot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.kernel import time
from motcua.offices.actors import Actor
from motcua.offices.checks import missing
from motcua.offices.models import FieldGroup, Office, OnTheSpot
from motcua.offices.queries import in_force
from motcua.procedures.queries import versions_in_force
from motcua.reports.on_the_spot import board
from motcua.setup.queries.missing import Finding


def entry(actor: Actor, spot_id: int) -> OnTheSpot:
    """An entry of an office that the person administers. Refuses others as if they did not exist."""
    row = OnTheSpot.objects.select_related("office").filter(pk=spot_id).first()
    if row is None or not actor.administers(row.office.path):
        raise missing(_("There is no such entry."))
    return row


def procedure_choices(office_id: int) -> list[tuple[str, str]]:
    """The procedures in force in the fields that the office handles."""
    groups = FieldGroup.objects.filter(office=office_id).values_list("field_codes", flat=True)
    fields = {code for codes in groups for code in codes}
    rows = versions_in_force(time.today()).filter(field__in=fields)
    return [
        (code, f"{code} {name}")
        for code, name in rows.order_by("procedure__code").values_list("procedure__code", "name")
    ]


def unsigned(offices: Sequence[Office], today: date) -> Iterator[Finding]:
    """Offices with procedures on the list that nobody at the centre may sign today."""
    listed = set(OnTheSpot.objects.filter(in_force(today)).values_list("office_id", flat=True))
    for office in offices:
        lines = board(office, today).unsigned if office.pk in listed else ()
        if lines:
            yield Finding(
                "warn",
                _("Nobody at the centre of “%(office)s” may sign on the spot.")
                % {"office": office.short_name},
                reverse("setup:on-the-spot", args=[office.pk]),
                _("See the list"),
                note=", ".join(line.spot.procedure_code for line in lines),
            )
