"""The rows of a draft's tables: cases, parts of a group, papers and fees."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.procedures.fees import FeeKind, Tier
from motcua.procedures.records import Trust
from motcua.procedures.tiers import read_tiers
from motcua.procedures.words import CHANNEL_WORDS, FEE_WORDS
from motcua.setup.forms.fields import line_field
from motcua.setup.forms.procedures import TRUSTS, UNITS, limit_field


def _amount(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=1_000_000_000_000)


def _count(label: Any, usual: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=999, initial=usual)


class RowForm(forms.Form):
    """A row of a table. What its fields mean stands once above the table (`explained`), not in every row."""

    HELP: ClassVar[Mapping[str, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.HELP:
            self.fields[name].widget.attrs["aria-describedby"] = self._explained_by(name)

    def explained(self) -> list[tuple[str, str, str]]:
        """(id, label, what it means) of the fields that need it."""
        return [
            (self._explained_by(name), str(self.fields[name].label), str(words))
            for name, words in self.HELP.items()
        ]

    def _explained_by(self, name: str) -> str:
        return f"about-{str(self.prefix).rpartition('-')[0]}-{name}"


class CaseForm(RowForm):
    """A case ("trường hợp"); its time empty when the procedure's own holds."""

    HELP: ClassVar[Mapping[str, Any]] = {
        "name": _(
            "In words the applicant knows: the desk and the public page offer the cases to choose from."
        ),
        "legal_value": _("The time by law of this case alone."),
    }
    name = line_field(_("Case"), 500)
    legal_value = limit_field(_("Own time"))
    time_unit = forms.ChoiceField(label=_("Unit"), choices=UNITS, required=False)


class PartForm(RowForm):
    """A procedure of a group handed in together."""

    HELP: ClassVar[Mapping[str, Any]] = {
        "after": _("The number of the part whose approval this one waits for; empty: it begins at once."),
    }
    code = line_field(_("Code of the procedure"), 60, list="known-code")
    after = forms.IntegerField(
        label=_("Begins after part no."), required=False, min_value=1, max_value=99, initial=None
    )


class DocumentForm(RowForm):
    """A paper asked for."""

    HELP: ClassVar[Mapping[str, Any]] = {
        "originals": _("How many originals the dossier needs."),
        "copies": _("How many copies the dossier needs."),
        "case": _("The number of the case above that alone asks for it; empty: every case does."),
        "form": _("The form it is written on, as the law names it."),
        "only_if": _("The circumstance in which it is asked for. Such a paper is never missing by itself."),
        "replaced_by": _("Where the office can look it up: found there, it need not be brought."),
    }
    name = line_field(_("Paper"), 500)
    originals = _count(_("Originals"), 1)
    copies = _count(_("Copies"), 0)
    case = forms.IntegerField(label=_("Only for case no."), required=False, min_value=1, max_value=99)
    form = line_field(_("Form"), 200, required=False, list="known-form")
    only_if = line_field(_("Only if"), 500, required=False)
    replaced_by = line_field(_("Database that replaces it"), 500, required=False, list="known-replaced_by")


class FeeForm(RowForm):
    """A row of the fee table."""

    HELP: ClassVar[Mapping[str, Any]] = {
        "amount": _("Empty with no tiers by page: another text sets it, and the desk enters it."),
        "per": _("What is counted, such as a copy or a page; empty: the dossier."),
        "when": _("A row with a condition is summed only when somebody says that it applies."),
        "place": _("The place of the receiving office for which the row alone is meant."),
        "tiers": _("From which page to which, and the amount for each of them: 1-2: 2000; 3-: 1000."),
        "cap_per_copy": _("However many pages a copy has, it costs no more."),
        "set_by": _("The text that sets the amount, such as a resolution of the provincial council."),
        "trust": _("Whether the amount was compared with the text that sets it."),
    }
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(kind.value, words) for kind, words in FEE_WORDS.items()], initial="fee"
    )
    amount = _amount(_("Amount in đồng"))
    per = line_field(_("Per"), 200, required=False, list="known-per")
    when = line_field(_("Only when"), 300, required=False, list="known-when")
    channel = forms.ChoiceField(
        label=_("Only when handed in"), required=False, choices=[("", "—"), *CHANNEL_WORDS.items()]
    )
    place = line_field(_("Only at"), 100, required=False)
    tiers = line_field(_("By page"), 300, required=False, placeholder="1-2: 2000; 3-: 1000")
    cap_per_copy = _amount(_("At most a copy"))
    set_by = line_field(_("Set by which text"), 500, required=False, list="known-set_by")
    trust = forms.ChoiceField(label=_("How well known"), choices=TRUSTS, initial=Trust.UNVERIFIED.value)

    def clean_kind(self) -> FeeKind:
        """The kind as the catalogue knows it."""
        return FeeKind(self.cleaned_data["kind"])

    def clean_tiers(self) -> tuple[Tier, ...]:
        """ "1-2: 2000; 3-: 1000" as tiers."""
        found = read_tiers(self.cleaned_data["tiers"])
        if found is None:
            raise forms.ValidationError(_("Write it like 1-2: 2000; 3-: 1000."))
        return found


_MOST = 300
CaseSet: Any = forms.formset_factory(CaseForm, extra=1, can_delete=True, absolute_max=_MOST, max_num=_MOST)
PartSet: Any = forms.formset_factory(PartForm, extra=2, can_delete=True, absolute_max=_MOST, max_num=_MOST)
DocumentSet: Any = forms.formset_factory(
    DocumentForm, extra=2, can_delete=True, absolute_max=_MOST, max_num=_MOST
)
FeeSet: Any = forms.formset_factory(FeeForm, extra=1, can_delete=True, absolute_max=_MOST, max_num=_MOST)
