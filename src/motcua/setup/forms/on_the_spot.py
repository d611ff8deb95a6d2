"""The form of a procedure that is done on the spot."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.setup.forms.fields import SetupForm, day_field, line_field


class OnTheSpotForm(SetupForm):
    """Which procedure, by which decision, between which days."""

    layout = (("valid_from", "valid_to"),)

    procedure = forms.ChoiceField(label=_("Procedure"))
    decision_number = line_field(
        _("Decision number"), 100, help_text=_("For instance 15/QĐ-UBND of 02/03/2026.")
    )
    valid_from = day_field(_("First day"))
    valid_to = day_field(_("Last day"), required=False, help_text=_("Empty: until further notice."))

    def __init__(self, *args: Any, procedures: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["procedure"].choices = procedures  # type: ignore[attr-defined]
