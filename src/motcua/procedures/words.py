"""Limits, papers, fees and channels of a procedure in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from motcua.calendars.worktime import LAST_HOUR, Mode, Unit
from motcua.kernel import formats
from motcua.kernel.errors import fill
from motcua.procedures.fees import FeeKind, FeeLine, FeeRow
from motcua.procedures.found import SheetDocument, TimeLimit
from motcua.procedures.wording import amount_in_words

_DAY = 480  # minutes of the nominal office day

CHANNEL_WORDS: Mapping[str, Promise] = {
    "counter": gettext_lazy("At the counter"),
    "post": gettext_lazy("By public post"),
    "online": gettext_lazy("Online"),
}
LEVEL_WORDS: Mapping[str, Promise] = {
    "xa": gettext_lazy("Commune level"),
    "tinh": gettext_lazy("Province level"),
    "bo": gettext_lazy("Ministry level"),
    "co_so": gettext_lazy("Facility"),
}
ONLINE_WORDS: Mapping[str, Promise] = {
    "toan_trinh": gettext_lazy("Fully online"),
    "mot_phan": gettext_lazy("Partly online"),
}
MODE_WORDS: Mapping[str, Promise] = {
    Mode.ROLL.value: gettext_lazy("by working minutes from reception"),
    Mode.EOD.value: gettext_lazy("whole working days, until closing time"),
    Mode.CAL.value: gettext_lazy("calendar days, the last one a working day"),
    Mode.MONTH.value: gettext_lazy("months"),
    Mode.CLOCK.value: gettext_lazy("hours by the clock, day and night"),
    Mode.SAME_DAY.value: gettext_lazy("the same working day"),
}
INTERCONNECTION_WORDS: Mapping[str, Promise] = {
    "none": gettext_lazy("None: one office decides"),
    "same_level": gettext_lazy("Several agencies of the same level"),
    "cross_level": gettext_lazy("Agencies of different levels"),
    "group": gettext_lazy("A group of procedures handed in together"),
}
ORDER_WORDS: Mapping[str, Promise] = {
    "province": gettext_lazy("Decision of the province"),
    "ministry": gettext_lazy("Decision of a ministry"),
    "shortened": gettext_lazy("Issued by the shortened procedure"),
}
STANDING_WORDS: Mapping[str, tuple[Promise, str]] = {
    "overdue": (gettext_lazy("not posted, overdue"), "bad"),
    "due_soon": (gettext_lazy("to be posted at once"), "warn"),
    "due": (gettext_lazy("to be posted"), "accent"),
    "late": (gettext_lazy("posted late"), "warn"),
    "in_time": (gettext_lazy("posted in time"), "good"),
}
FEE_WORDS: Mapping[FeeKind, Promise] = {
    FeeKind.NONE: gettext_lazy("No fee"),
    FeeKind.FEE: gettext_lazy("Fee"),
    FeeKind.CHARGE: gettext_lazy("State charge"),
}


def limit_words(limit: TimeLimit | None) -> str:
    """A limit as it is posted: "3 working days", "within the working day"; empty when there is none."""
    if limit is None:
        return ""
    if limit.unit == "same_day":
        return _("within the working day")
    return amount_in_words(limit.value, limit.unit)


def minutes_words(minutes: int) -> str:
    """Working minutes of a step in the largest unit exact in halves: 30 minutes, 4.5 hours, 2 days."""
    for size, unit in ((_DAY, Unit.WD), (60, Unit.WH)):
        if minutes >= size and minutes * 2 % size == 0:
            return amount_in_words(Decimal(minutes) / size, unit)
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}


def cutoff_words(limit: TimeLimit | None) -> str:
    """What the cut-off means for the citizen; empty when there is none."""
    if limit is None or limit.cutoff is None:
        return ""
    if limit.cutoff is LAST_HOUR:
        return _("Received in the last office hour counts from the next working day.")
    return _("Received after %(time)s counts from the next working day.") % {"time": f"{limit.cutoff:%H:%M}"}


def count_words(document: SheetDocument) -> str:
    """How many of a paper: "1 original, 2 copies"; "to be shown" when none is handed in."""
    parts = []
    if document.originals:
        parts.append(
            ngettext("%(count)d original", "%(count)d originals", document.originals)
            % {"count": document.originals}
        )
    if document.copies:
        parts.append(
            ngettext("%(count)d copy", "%(count)d copies", document.copies) % {"count": document.copies}
        )
    return ", ".join(parts) or _("to be shown")


def fee_words(row: FeeRow) -> str:
    """A whole line of the fee table: kind, amount, way of handing in, place, condition, the text that sets it."""
    kind = str(FEE_WORDS[row.kind])
    said = kind if row.kind is FeeKind.NONE else f"{kind}: {fee_row_words(row)}"
    channel = str(CHANNEL_WORDS[row.channel]) if row.channel else ""
    limits = "; ".join(filter(None, [channel, row.place]))
    by = _("set by %(text)s") % {"text": row.set_by} if row.set_by else ""
    return " – ".join(filter(None, [f"{said}{f' ({limits})' if limits else ''}", row.when, by]))


def fee_row_words(row: FeeRow) -> str:
    """A row of the fee table as it is posted."""
    if row.kind is FeeKind.NONE:
        return _("No fee")
    if row.tiers:
        return "; ".join(_tier_words(tier.first, tier.last, tier.amount) for tier in row.tiers)
    if row.amount is None:
        return _("The amount is set by another text.")
    return formats.money(row.amount) + (f" / {row.per}" if row.per else "")


def fee_line_words(line: FeeLine) -> str:
    """Why a line of the account has its amount."""
    params = {
        name: formats.money(value) if name in ("amount", "one") and isinstance(value, int) else value
        for name, value in line.params.items()
    }
    return fill(_(line.reason), params)


def _tier_words(first: int, last: int | None, amount: int) -> str:
    places = {"first": first, "last": last, "amount": formats.money(amount)}
    if last is None:
        return _("from page %(first)s on: %(amount)s a page") % places
    if first == last:
        return _("page %(first)s: %(amount)s") % places
    return _("pages %(first)s to %(last)s: %(amount)s a page") % places
