"""Forms about working time."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.setup.forms.fields import SetupForm, day_field, line_field

WEEKDAYS = (
    (1, _("Monday")),
    (2, _("Tuesday")),
    (3, _("Wednesday")),
    (4, _("Thursday")),
    (5, _("Friday")),
    (6, _("Saturday")),
    (7, _("Sunday")),
)
KINDS = (
    ("off", _("Day off")),
    ("worked", _("Make-up day: worked like a Monday, or with the hours below")),
    ("shifts", _("Hours of its own: an early closing, an extra Saturday")),
)
_SHIFTS = _("For instance 07:30-11:30, 13:30-17:30.")


class NewCalendarForm(SetupForm):
    """A calendar below another one."""

    layout = (("code", "parent"),)

    name = line_field(_("Official name"), 200)
    code = line_field(_("Short code"), 50, help_text=_("Letters, digits and dashes."), autocapitalize="none")
    parent = forms.ChoiceField(label=_("Takes holidays from"), required=False)

    def __init__(self, *args: Any, calendars: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = [*calendars, ("", "—")]  # type: ignore[attr-defined]


class VersionForm(SetupForm):
    """Weekly hours from a day on."""

    layout = (("valid_from", "decision_number"),)

    valid_from = day_field(_("First day"))
    decision_number = line_field(_("Decision number"), 100)
    nominal_day_minutes = forms.IntegerField(
        label=_("Minutes that one working day of a limit is worth"), min_value=1, max_value=1440, initial=480
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, name in WEEKDAYS:
            help_text = _("Shifts with commas between them; empty on a day off.") if number == 1 else ""
            self.fields[f"day_{number}"] = line_field(
                name, 100, required=False, help_text=help_text, placeholder="07:30-11:30, 13:30-17:30"
            )
        self.order_fields(["valid_from", "decision_number", *(f"day_{n}" for n, _name in WEEKDAYS)])

    def week(self) -> dict[int, list[str]]:
        """The shifts by weekday."""
        return {number: split_shifts(self.cleaned_data[f"day_{number}"]) for number, _name in WEEKDAYS}


class OverrideForm(SetupForm):
    """One day that differs, by a decision."""

    layout = (("day", "decision_number"),)

    day = day_field(_("Day"))
    decision_number = line_field(_("Decision number"), 200, help_text=_("For instance 12729/VPCP-KGVX."))
    kind = forms.ChoiceField(label=_("What becomes of it"), choices=KINDS, widget=forms.RadioSelect)
    name = line_field(_("Reason"), 200, help_text=_("The holiday's name, or why the day is worked."))
    shifts = line_field(_("Hours"), 100, required=False, help_text=_SHIFTS)


class AnnounceForm(SetupForm):
    """The year's table of days off is complete."""

    layout = (("year", "decision_number"),)

    year = forms.IntegerField(label=_("Year"), min_value=1990, max_value=2200)
    decision_number = line_field(_("Decision number"), 200)


def split_shifts(text: str) -> list[str]:
    """Shifts with commas, semicolons or blanks between them."""
    joined = re.sub(r"\s*[-–]\s*", "-", text.strip())
    return [part for part in re.split(r"[,;\s]+", joined) if part]
