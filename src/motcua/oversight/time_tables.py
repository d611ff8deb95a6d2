"""Tables of legal and committed times: every number with the address of the procedures it counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy, pgettext_lazy

from motcua.kernel import formats
from motcua.oversight.choice import Choice
from motcua.oversight.tables import list_url, percent_words
from motcua.procedures.found import TimeLimit
from motcua.procedures.words import limit_words, minutes_words
from motcua.reports.measures import Measure
from motcua.reports.time_cuts import Candidate, Cuts, Promise, cuts, percent_of

SHOWN_WORDS = {
    "all": gettext_lazy("All procedures with a legal time"),
    "shortened": gettext_lazy("Procedures with a shorter committed time"),
    "not_shortened": gettext_lazy("Procedures that are not shortened"),
}


@dataclass(frozen=True, slots=True)
class CutRow:
    """A line of figures: a field, an office, or everything."""

    label: str | Lazy
    figures: Cuts
    share: str
    cut: str
    mean_of_cuts: str
    all_url: str
    shortened_url: str


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """A procedure with its two times in words."""

    code: str
    name: str
    field_name: str
    legal: str
    committed: str
    cut: str
    url: str


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """A procedure that could be promised sooner, with the times that say so."""

    row: PromiseRow
    measured: int
    median: str
    p90: str
    proposed: str
    saved: str
    dossiers_url: str


def cut_row(label: str | Lazy, promises: Sequence[Promise], **narrowed: object) -> CutRow:
    """The figures of some procedures; `narrowed` are the parts of the address that lead to them."""
    figures = cuts(promises)
    return CutRow(
        label=label,
        figures=figures,
        share=percent_words(percent_of(figures.share, 1, down=True)),
        cut=percent_words(percent_of(figures.cut, 2)),
        mean_of_cuts=percent_words(percent_of(figures.mean_of_cuts, 2)),
        all_url=_list_url(show="all", **narrowed) if figures.procedures else "",
        shortened_url=_list_url(show="shortened", **narrowed) if figures.shortened else "",
    )


def promise_row(promise: Promise) -> PromiseRow:
    """A procedure for the list behind the figures."""
    return PromiseRow(
        promise.code,
        promise.name,
        promise.field_name,
        _limit(promise, promise.legal),
        _limit(promise, promise.committed),
        percent_words(percent_of(promise.cut, 2)),
        reverse("portal:procedure", args=[promise.code]),
    )


def candidate_row(candidate: Candidate, chosen: Choice) -> CandidateRow:
    """A possible cut; its number of dossiers leads to them."""
    return CandidateRow(
        promise_row(candidate.promise),
        candidate.dossiers,
        worked(candidate.median),
        worked(candidate.p90),
        minutes_words(candidate.proposed),
        percent_words(percent_of(candidate.saved, 1)),
        list_url(chosen, Measure.FINISHED, procedure=candidate.promise.code),
    )


def worked(minutes: int) -> str:
    """Working time really used, to read: whole minutes below an hour, tenths of hours or days above."""
    for size, unit in ((480, _DAYS), (60, _HOURS)):
        if minutes >= size:
            return str(unit) % {"count": _tenths((minutes * 10 + size // 2) // size)}
    return minutes_words(minutes)


def sum_words(minutes: Fraction) -> str:
    """A sum of times in working days."""
    return _tenths(round(minutes * 10 / 480))


_DAYS = pgettext_lazy("time used", "%(count)s working days")
_HOURS = pgettext_lazy("time used", "%(count)s working hours")


def _tenths(tenths: int) -> str:
    return formats.number(Decimal(tenths) / 10)


def _limit(promise: Promise, value: Decimal | None) -> str:
    return "" if value is None else limit_words(TimeLimit(value, promise.unit, ""))


def _list_url(**query: object) -> str:
    return f"{reverse('oversight:times-procedures')}?{urlencode(query)}"
