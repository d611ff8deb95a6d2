"""What figures, outcomes and periods are called in the interface."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motcua.dossiers.stranded import Reason
from motcua.oversight.choice import Span
from motcua.reports.formulas import Outcome
from motcua.reports.measures import Measure
from motcua.reports.queries import Dimension

MEASURE_WORDS: Mapping[Measure, Promise] = {
    Measure.TOTAL: _("All there was to do"),
    Measure.RECEIVED: _("Received in the period"),
    Measure.ONLINE: _("Received online in the period"),
    Measure.IN_GROUPS: _("Received as parts of a group"),
    Measure.CARRIED_OVER: _("Carried over from before"),
    Measure.FINISHED: _("Solved"),
    Measure.EARLY: _("Solved early"),
    Measure.ON_THE_DAY: _("Solved on the day due"),
    Measure.ON_TIME: _("Solved in time"),
    Measure.LATE: _("Solved late"),
    Measure.FINISHED_UNDATED: _("Solved, no due date"),
    Measure.OPEN: _("Unsolved"),
    Measure.WITHIN_TIME: _("Open, within time"),
    Measure.OVERDUE: _("Open and overdue"),
    Measure.OPEN_UNDATED: _("Open, no due date"),
    Measure.WAITING: _("Waiting for applicants"),
    Measure.PAUSED: _("Paused by law"),
    Measure.DUE_TODAY: _("Due today"),
    Measure.NEARLY_LATE: _("Nearly late"),
    Measure.TO_HAND_OVER: _("Waiting to be handed over"),
    Measure.PROVISIONAL: _("With a provisional due date"),
}

OUTCOME_WORDS: Mapping[Outcome, Promise] = {
    Outcome.EARLY: _("Early"),
    Outcome.ON_TIME: _("On time"),
    Outcome.LATE: _("Late"),
    Outcome.WITHIN_TIME: _("Within time"),
    Outcome.OVERDUE: _("Overdue"),
    Outcome.NO_DUE_DATE: _("No due date"),
}
OUTCOME_TONES: Mapping[Outcome, str] = {
    Outcome.EARLY: "good",
    Outcome.ON_TIME: "good",
    Outcome.LATE: "bad",
    Outcome.WITHIN_TIME: "accent",
    Outcome.OVERDUE: "bad",
    Outcome.NO_DUE_DATE: "calm",
}

SPAN_WORDS: Mapping[Span, Promise] = {
    Span.TODAY: _("Today"),
    Span.WEEK: _("This week"),
    Span.MONTH: _("This month"),
    Span.QUARTER: _("This quarter"),
    Span.YEAR: _("Year"),
    Span.OWN: _("Own dates"),
}

DIMENSION_WORDS: Mapping[Dimension, Promise] = {
    Dimension.FIELD: _("Field"),
    Dimension.UNIT: _("Unit"),
    Dimension.OFFICER: _("Officer"),
    Dimension.OFFICE: _("Office"),
    Dimension.DESK: _("Receiving office"),
}

LEVEL_WORDS: Mapping[str, Promise] = {
    "commune": _("commune"),
    "district": _("district"),
    "province": _("province"),
    "ministry": _("ministry"),
    "facility": _("facility"),
}


def level_words(level: str) -> Promise | str:
    """What a level of government is called; one that is not known keeps its name."""
    return LEVEL_WORDS.get(level, level)


STRANDED_WORDS: Mapping[Reason, Promise] = {
    Reason.NO_STEP: _(
        "No step is open and no timer will open one: an administrator must look at its process."
    ),
    Reason.NO_DUE: _("The clock runs but there is no due date: the time limit of the procedure is missing."),
    Reason.NO_OWNER: _(
        "Nobody who works here can do this step: name somebody, or give the role to somebody."
    ),
    Reason.UNACKNOWLEDGED: _(
        "Sent to another office whose desk has not acknowledged it in time: ring that desk up."
    ),
    Reason.WAIT_OVER: _(
        "The time to supplement has passed; the clock closes it within minutes, the desk can now."
    ),
    Reason.NOBODY_RETURNS: _("The result is ready, but no step hands it over."),
}
