"""The form in which an administrator adapts an office's papers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from motcua.papers.kinds import KINDS, Form
from motcua.papers.style import SignerTitle, Style

_LINE, _TEXT = 200, 1000
_PARTS = ("title", "pattern", "prefix", "signer", "name", "text")


@dataclass(frozen=True, slots=True)
class FormPart:
    """What may be adapted of one form; `adapted` opens its fields at once."""

    form: Form
    title: str
    fields: list[BoundField]
    adapted: bool


class StyleForm(forms.Form):
    """Head, signs and contact for all papers; title, number, signer and closing text for each."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 2, widget=forms.HiddenInput)
    superior = forms.CharField(label=_("Superior body"), max_length=_LINE, required=False)
    office = forms.CharField(label=_("Issuing body"), max_length=_LINE)
    desk = forms.CharField(label=_("Desk or centre"), max_length=_LINE)
    place = forms.CharField(label=_("Place, before the date"), max_length=_LINE)
    unit_sign = forms.CharField(
        label=_("Sign in the numbers"),
        max_length=40,
        help_text=_("BPTNTKQ for a desk, TTPVHCC for a centre."),
    )
    contact = forms.CharField(label=_("Line at the foot"), max_length=_LINE, required=False)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for form in Form:
            for part, field in _form_fields(form).items():
                self.fields[f"{form.value}-{part}"] = field

    def general(self) -> list[BoundField]:
        """The fields that hold for every paper."""
        return [self[name] for name in ("superior", "office", "desk", "place", "unit_sign", "contact")]

    def parts(self) -> Iterator[FormPart]:
        """The fields of each form."""
        for form in Form:
            bound = [self[f"{form.value}-{part}"] for part in _PARTS]
            adapted = any(field.value() for field in bound) or any(field.errors for field in bound)
            yield FormPart(form, KINDS[form].name_in(), bound, adapted)

    def style(self) -> Style:
        """The style that was typed; only after `is_valid`."""
        data = self.cleaned_data
        return Style(
            superior=data["superior"],
            office=data["office"],
            desk=data["desk"],
            place=data["place"],
            unit_sign=data["unit_sign"],
            contact=data["contact"],
            signers={
                form: SignerTitle(
                    data[f"{form.value}-signer"], data[f"{form.value}-prefix"], data[f"{form.value}-name"]
                )
                for form in Form
                if any(data[f"{form.value}-{part}"] for part in ("signer", "prefix", "name"))
            },
            texts={form: data[f"{form.value}-text"] for form in Form if data[f"{form.value}-text"]},
            titles={form: data[f"{form.value}-title"] for form in Form if data[f"{form.value}-title"]},
            patterns={form: data[f"{form.value}-pattern"] for form in Form if data[f"{form.value}-pattern"]},
        )


def values_of(style: Style, version: int) -> dict[str, object]:
    """What the form starts with."""
    values: dict[str, object] = {
        "version": version,
        "superior": style.superior,
        "office": style.office,
        "desk": style.desk,
        "place": style.place,
        "unit_sign": style.unit_sign,
        "contact": style.contact,
    }
    for form in Form:
        signer = style.signers.get(form, SignerTitle(""))
        values |= {
            f"{form.value}-title": style.titles.get(form, ""),
            f"{form.value}-pattern": style.patterns.get(form, ""),
            f"{form.value}-prefix": signer.prefix,
            f"{form.value}-signer": signer.title,
            f"{form.value}-name": signer.name,
            f"{form.value}-text": style.texts.get(form, ""),
        }
    return values


def _form_fields(form: Form) -> dict[str, forms.CharField]:
    kind = KINDS[form]
    pattern_help = _("{number} is the running number, {unit} the sign above.")
    return {
        "title": _line(_("Title"), kind.title),
        "pattern": _line(_("Number"), kind.pattern, pattern_help),
        "prefix": _line(_("Authority line above the signer"), "TM. ỦY BAN NHÂN DÂN"),
        "signer": _line(_("Title of the signer"), "CHỦ TỊCH"),
        "name": _line(_("Name, if always the same")),
        "text": forms.CharField(
            label=_("Closing text"),
            max_length=_TEXT,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
        ),
    }


def _line(label: Any, example: str = "", help_text: Any = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"placeholder": example} if example else {})
    return forms.CharField(label=label, max_length=_LINE, required=False, widget=widget, help_text=help_text)
