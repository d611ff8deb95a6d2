"""Fields that every form of the setup uses."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.forms import BoundField

LARGEST = 2**31 - 1


class SetupForm(forms.Form):
    """A form with the version that was seen. `layout` puts short fields side by side."""

    layout: ClassVar[tuple[tuple[str, ...], ...]] = ()

    seen = forms.IntegerField(required=False, min_value=0, max_value=LARGEST, widget=forms.HiddenInput)

    def rows(self) -> list[list[BoundField]]:
        """The visible fields as they stand on the page."""
        together = {name: row for row in self.layout for name in row}
        rows: list[list[BoundField]] = []
        shown: set[str] = set()
        for bound in self.visible_fields():
            if bound.name in shown:
                continue
            names = together.get(bound.name, (bound.name,))
            shown.update(names)
            rows.append([self[name] for name in names if name in self.fields])
        return rows

    def clean_seen(self) -> int:
        """The version that was seen; 0 when there was none."""
        return self.cleaned_data["seen"] or 0


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """A day, picked or typed (2026-03-05 or 05/03/2026)."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def line_field(
    label: Any, longest: int, *, required: bool = True, help_text: Any = "", **attrs: str
) -> forms.CharField:
    """One line of text."""
    return forms.CharField(
        label=label,
        max_length=longest,
        required=required,
        help_text=help_text,
        widget=forms.TextInput(attrs={"autocomplete": "off", **attrs}),
    )


def text_field(
    label: Any, longest: int, *, required: bool = False, help_text: Any = "", lines: int = 4
) -> forms.CharField:
    """Several lines of text."""
    return forms.CharField(
        label=label,
        max_length=longest,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": lines}),
    )


def box_field(label: Any, help_text: Any = "") -> forms.BooleanField:
    """A box to tick."""
    return forms.BooleanField(label=label, required=False, help_text=help_text)


def boxes_field(
    label: Any, choices: Any, *, required: bool = True, help_text: Any = ""
) -> forms.MultipleChoiceField:
    """Several boxes of one question."""
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=required,
        help_text=help_text,
        widget=forms.CheckboxSelectMultiple,
    )
