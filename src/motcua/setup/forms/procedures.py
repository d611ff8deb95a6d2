"""Forms about procedures: the whole content of a draft, and its publication."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.calendars.worktime import Unit
from motcua.procedures.records import Trust
from motcua.procedures.words import (
    CHANNEL_WORDS,
    INTERCONNECTION_WORDS,
    LEVEL_WORDS,
    MODE_WORDS,
    ONLINE_WORDS,
    ORDER_WORDS,
)
from motcua.setup.forms.fields import (
    SetupForm,
    box_field,
    boxes_field,
    day_field,
    line_field,
    text_field,
)
from motcua.setup.words import TRUST_WORDS

UNITS = (
    ("", "—"),
    (Unit.WD.value, _("working days")),
    (Unit.WH.value, _("working hours")),
    (Unit.CD.value, _("calendar days")),
    (Unit.MO.value, _("months")),
    (Unit.CH.value, _("clock hours")),
    (Unit.SAME_DAY.value, _("within the working day")),
)
MODES = (("", _("the usual way for the unit")), *MODE_WORDS.items())
TRUSTS = [(trust.value, TRUST_WORDS[trust.value]) for trust in Trust]


def limit_field(label: Any, *, required: bool = False) -> forms.DecimalField:
    """A time: a number with up to three places."""
    return forms.DecimalField(
        label=label, required=required, max_digits=8, decimal_places=3, min_value=Decimal(0), localize=False
    )


class FieldChoiceForm(SetupForm):
    """A form with the catalogue's fields to choose from."""

    def __init__(self, *args: Any, fields: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field_code"].choices = [("", "—"), *fields]  # type: ignore[attr-defined]


class NewProcedureForm(FieldChoiceForm):
    """What a procedure begins with; everything else is written into its draft."""

    layout = (("code", "field_code"),)

    code = line_field(
        _("Code"), 60, help_text=_("The national code, like 1.001193; without one LOCAL- and letters.")
    )
    name = line_field(_("Official name"), 500)
    field_code = forms.ChoiceField(label=_("Field"))


class CopyForm(SetupForm):
    """What a copy of a procedure is called."""

    code = line_field(
        _("Code"), 60, help_text=_("The national code, like 1.001193; without one LOCAL- and letters.")
    )
    name = line_field(_("Official name"), 500)


_HELP = {
    "name": _("Word for word as in the decision."),
    "field_code": _("The field says which unit of an office gets the dossiers."),
    "interconnection": _("Whether other agencies take part."),
    "levels": _("Where the decision is made."),
    "legal_value": _("As the law says; a number only."),
    "committed_value": _("What the office promises; empty when it is the legal time."),
    "mode": _("Mostly the usual way."),
    "time_trust": _("Whether somebody read the text itself."),
    "boundary_free": _("Regardless of where the applicant lives (NĐ 118/2025/NĐ-CP)."),
    "document_sets": _("Mostly 1."),
    "documents_complete": _("Otherwise citizens are told to ask the desk."),
    "results": _("What the citizen gets. One a line."),
}


class DraftForm(FieldChoiceForm):
    """The content of a draft, without its rows."""

    layout = (
        ("field_code", "interconnection"),
        ("legal_value", "committed_value", "time_unit"),
        ("mode", "cutoff", "cutoff_last_hour", "time_trust"),
        ("document_sets", "online_level"),
        ("decision_number", "decision_date", "decision_order"),
    )
    SECTIONS = (
        (_("What it is about"), ("name", "name_en", "field_code", "interconnection", "levels", "keywords")),
        (
            _("Times"),
            (
                "legal_value",
                "committed_value",
                "time_unit",
                "mode",
                "cutoff",
                "cutoff_last_hour",
                "time_trust",
            ),
        ),
        (_("How it is handed in"), ("channels", "online_level", "boundary_free")),
        (
            _("Results, conditions, legal bases, notes"),
            ("results", "applicants", "conditions", "legal_bases", "notes"),
        ),
        (_("Decision on publication"), ("decision_number", "decision_date", "decision_order")),
    )

    name = line_field(_("Official name"), 500)
    name_en = line_field(_("Name in English"), 500, required=False)
    field_code = forms.ChoiceField(label=_("Field"))
    levels = boxes_field(_("Carried out at"), list(LEVEL_WORDS.items()))
    interconnection = forms.ChoiceField(
        label=_("Interconnection"), choices=list(INTERCONNECTION_WORDS.items())
    )
    keywords = text_field(
        _("Keywords"), 3000, help_text=_("One a line: words by which a receptionist looks for it."), lines=3
    )
    legal_value = limit_field(_("Legal time"))
    committed_value = limit_field(_("Committed time"))
    time_unit = forms.ChoiceField(label=_("Unit of both times"), choices=UNITS, required=False)
    mode = forms.ChoiceField(label=_("How it is counted"), choices=MODES, required=False)
    cutoff = forms.TimeField(
        label=_("Cut-off"),
        required=False,
        help_text=_("Received later counts from the next working day."),
        input_formats=["%H:%M", "%H:%M:%S"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    cutoff_last_hour = box_field(
        _("Received in the last office hour counts from the next working day"),
        help_text=_("In place of a fixed time."),
    )
    time_trust = forms.ChoiceField(label=_("How well known"), choices=TRUSTS)
    channels = boxes_field(_("Ways of handing in"), list(CHANNEL_WORDS.items()))
    online_level = forms.ChoiceField(
        label=_("Online"), required=False, choices=[("", _("Not online")), *ONLINE_WORDS.items()]
    )
    boundary_free = box_field(_("Received anywhere in the province"))
    document_sets = forms.IntegerField(label=_("Sets of papers"), min_value=1, max_value=99)
    documents_complete = box_field(_("The list of papers is known to be complete"))
    results = text_field(_("Results"), 6000, lines=2)
    applicants = text_field(
        _("Who may apply"),
        5000,
        help_text=_("One a line: citizens, organisations, or whom the law names."),
        lines=2,
    )
    conditions = text_field(
        _("Conditions"),
        20000,
        help_text=_("One a line: what must be given for the matter to be granted."),
        lines=3,
    )
    legal_bases = text_field(_("Legal bases"), 20000, help_text=_("One a line."), lines=4)
    notes = text_field(_("Notes"), 20000, help_text=_("One a line."), lines=3)
    decision_number = line_field(
        _("Decision number"), 100, required=False, help_text=_("Once it is signed, for example 12/QĐ-UBND.")
    )
    decision_date = day_field(
        _("Signed on"), required=False, help_text=_("From this day the days for posting are counted.")
    )
    decision_order = forms.ChoiceField(
        label=_("Who decided"), required=False, choices=list(ORDER_WORDS.items())
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, text in _HELP.items():
            self.fields[name].help_text = text


class PublishForm(SetupForm):
    """From when a draft is in force, and by which decision."""

    layout = (("valid_from", "decision_number"), ("decision_date", "decision_order"))

    valid_from = day_field(_("In force from"))
    decision_number = line_field(
        _("Decision number"), 100, help_text=_("The decision that publishes the procedure.")
    )
    decision_date = day_field(
        _("Signed on"),
        required=False,
        help_text=_("Posting is due 5 working days later: 10 for a ministry, 2 when shortened."),
    )
    decision_order = forms.ChoiceField(
        label=_("Who decided"), required=False, choices=list(ORDER_WORDS.items())
    )


class WithdrawForm(SetupForm):
    """The end of a procedure without a successor."""

    layout = (("last_day", "decision_number"),)

    last_day = day_field(_("Last day"))
    decision_number = line_field(_("Decision number"), 100)


class ProcessChoiceForm(SetupForm):
    """Which process a draft runs on."""

    process = forms.ChoiceField(label=_("Process"))

    def __init__(self, *args: Any, processes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standard = ("standard", _("The standard seven steps, within the committed time"))
        self.fields["process"].choices = [standard, *processes]  # type: ignore[attr-defined]
