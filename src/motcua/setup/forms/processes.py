"""Forms about processes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.setup.forms.fields import SetupForm, line_field


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
