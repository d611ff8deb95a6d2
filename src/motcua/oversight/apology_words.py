"""The lines of the apology register in words, for pages and files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.dossiers.apologies import Apology
from motcua.kernel import formats
from motcua.oversight.csv_table import Cell

KIND_WORDS: Mapping[str, Promise] = {
    "late": gettext_lazy("Late result"),
    "error": gettext_lazy("Mistake in the result"),
    "lost": gettext_lazy("Lost or damaged paper"),
}
MANNER_WORDS: Mapping[str, Promise] = {
    "direct": gettext_lazy("In person"),
    "written": gettext_lazy("In writing"),
    "public": gettext_lazy("In public"),
}


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
    try:
        dossier_url = reverse("desk:dossier", args=[line.dossier_id])
    except NoReverseMatch:
        dossier_url = ""
    return ShownApology(
        line,
        KIND_WORDS.get(line.kind, line.kind),
        MANNER_WORDS.get(line.manner, line.manner),
        reverse("oversight:apology", args=[line.id]),
        dossier_url,
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
        str(KIND_WORDS.get(line.kind, line.kind)),
        str(MANNER_WORDS.get(line.manner, line.manner)),
        line.office,
        line.unit,
        line.signer,
        line.words,
        formats.instant(line.new_date),
        line.paper_number,
        line.proof,
        line.medium,
    ]
