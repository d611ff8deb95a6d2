"""Forms about processes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.setup.forms.fields import SetupForm, line_field, text_field


def _file(*, required: bool, help_text: Any = "") -> forms.FileField:
    return forms.FileField(
        label=_("BPMN file"),
        required=required,
        help_text=help_text,
        widget=forms.ClearableFileInput(attrs={"accept": ".bpmn,.xml,application/xml,text/xml"}),
    )


class NewProcessForm(SetupForm):
    """A process that was not there: from a file, or from the standard seven steps."""

    name = line_field(_("Official name"), 300)
    file = _file(
        required=False,
        help_text=_(
            "From bpmn.io, Camunda Modeler or Flowable. Without one it begins with the standard seven steps."
        ),
    )


class UploadForm(SetupForm):
    """A drawing for a process that is there."""

    file = _file(required=True, help_text=_("From bpmn.io, Camunda Modeler or Flowable, at most 2 MB."))
    sha = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class PublishProcessForm(SetupForm):
    """The decision by which a process is published."""

    decision_number = line_field(_("Decision number"), 100)
    sha = forms.CharField(max_length=64, widget=forms.HiddenInput)


class PublishAloneForm(PublishProcessForm):
    """The same by whoever drew or asked."""

    ground = text_field(
        _("Why nobody else approves"),
        500,
        required=True,
        help_text=_(
            "Only where the office has no second administrator and no signing leader. It stays in the records."
        ),
        lines=2,
    )


class AskForm(SetupForm):
    """A request for approval."""

    note = text_field(_("Words for whoever approves"), 500, lines=2, help_text=_("What is new, and why."))
    sha = forms.CharField(max_length=64, widget=forms.HiddenInput)


class DeclineForm(SetupForm):
    """A draft that goes back."""

    reason = text_field(_("Why it goes back"), 500, required=True, lines=3)
    sha = forms.CharField(max_length=64, widget=forms.HiddenInput)
