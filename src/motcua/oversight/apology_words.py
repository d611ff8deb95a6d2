"""The lines of the apology register in words, for pages and files."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from motcua.dossiers.apologies import Apology
from motcua.dossiers.words import APOLOGY_KINDS, APOLOGY_MANNERS
from motcua.kernel import formats
from motcua.oversight.csv_table import Cell
from motcua.oversight.lists import desk_url


@dataclass(frozen=True, slots=True)
class ShownApology:
    """A line with its words; `dossier_url` is empty in a house without desks."""

    line: Apology
    kind: str | Promise
    manner: str | Promise
    url: str
    dossier_url: str


def shown(line: Apology) -> ShownApology:
    """The line in words."""
    return ShownApology(
        line,
        APOLOGY_KINDS.get(line.kind, line.kind),
        APOLOGY_MANNERS.get(line.manner, line.manner),
        reverse("oversight:apology", args=[line.id]),
        desk_url(line.dossier_id),
    )


def file_header() -> list[Cell]:
    """The columns of the register (forms of the office, local rules on apologies)."""
    return [
        _("Number"),
        _("Day"),
        _("Code"),
        _("For what"),
        _("How"),
        _("Office"),
        _("Unit"),
        _("Signed by"),
        _("Reason or words"),
        _("New appointment"),
        _("Number of the paper"),
        _("Proof of delivery"),
        _("Where it is published"),
    ]


def file_row(line: Apology) -> list[Cell]:
    """The line of the file."""
    return [
        line.number,
        formats.day(line.at),
        line.code,
        str(APOLOGY_KINDS.get(line.kind, line.kind)),
        str(APOLOGY_MANNERS.get(line.manner, line.manner)),
        line.office,
        line.unit,
        line.signer,
        line.words,
        formats.instant(line.new_date),
        line.paper_number,
        line.proof,
        line.medium,
    ]
