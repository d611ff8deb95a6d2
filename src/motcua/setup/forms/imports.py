"""Forms that take over many procedures at once."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.procedures.words import ORDER_WORDS
from motcua.setup.forms.fields import SetupForm, box_field, day_field, line_field


class ExchangeForm(SetupForm):
    """What another installation exported."""

    file = forms.FileField(
        label=_("Export of another installation (JSON)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".json,application/json"}),
    )
    dry_run = box_field(_("Only try it"), _("Shows what would happen; nothing is changed."))


class WorkbookForm(SetupForm):
    """A filled-in workbook, with the decision it rests on."""

    layout = (("valid_from", "decision_number"), ("decision_date", "decision_order"))

    file = forms.FileField(
        label=_("Workbook (.xlsx)"), widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"})
    )
    valid_from = day_field(_("In force from"))
    decision_number = line_field(_("Decision number"), 100)
    decision_date = day_field(_("Signed on"), required=False)
    decision_order = forms.ChoiceField(
        label=_("Who decided"), required=False, choices=list(ORDER_WORDS.items())
    )
    dry_run = box_field(_("Only try it"), _("Shows what would happen; nothing is changed."))


class ImportForm(SetupForm):
    """A catalogue file."""

    layout = (("valid_from", "decision_number", "decision_date"),)

    file = forms.FileField(
        label=_("Catalogue file (YAML)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".yaml,.yml,text/yaml"}),
    )
    valid_from = day_field(_("In force from"))
    decision_number = line_field(_("Decision number"), 100)
    decision_date = day_field(_("Signed on"), required=False)
