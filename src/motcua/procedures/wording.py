"""Times of the catalogue in words, in the reader's language."""

from __future__ import annotations

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from motcua.calendars.worktime import LAST_HOUR, Unit
from motcua.procedures.found import TimeLimit
from motcua.procedures.nodes import ImportProblem


def time_in_words(limit: TimeLimit | None) -> str:
    """3 working days; within the day, received after 15:00: the next working day; not set."""
    if limit is None:
        return gettext("Not set")
    words = (
        gettext("Within the day") if limit.unit == Unit.SAME_DAY else amount_in_words(limit.value, limit.unit)
    )
    if limit.cutoff is None:
        return words
    if limit.cutoff is LAST_HOUR:
        return f"{words} ({gettext('received in the last office hour: counted from the next working day')})"
    late = gettext("received after %(hour)s: counted from the next working day")
    if limit.unit == Unit.SAME_DAY:
        late = gettext("received after %(hour)s: the next working day")
    return f"{words} ({late % {'hour': limit.cutoff.strftime('%H:%M')}})"


def amount_in_words(value: Decimal, unit: str) -> str:
    """10.5 working days, 15 days, 2 months, 12 hours day and night."""
    shown = {"count": number_format(value.normalize(), use_l10n=True) if value % 1 else str(int(value))}
    count = 1 if value == 1 else 2  # only one and many differ in either language
    if unit == Unit.WH:
        return ngettext("%(count)s working hour", "%(count)s working hours", count) % shown
    if unit == Unit.WD:
        return ngettext("%(count)s working day", "%(count)s working days", count) % shown
    if unit == Unit.CD:
        return ngettext("%(count)s day", "%(count)s days", count) % shown
    if unit == Unit.MO:
        return ngettext("%(count)s month", "%(count)s months", count) % shown
    return ngettext("%(count)s hour, day and night", "%(count)s hours, day and night", count) % shown


def problem_in_words(problem: ImportProblem) -> str:
    """A line of an import's report in the active language."""
    text = gettext(problem.message) % {key: str(value) for key, value in problem.params.items()}
    line = gettext("Line %(line)s") % {"line": problem.line}
    return f"{line}: {problem.path}: {text}" if problem.path else f"{line}: {text}"
