"""The forms of an office's messages."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.utils.functional import lazystr
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.notices.models import Practice
from motcua.notices.moments import SENT, TITLES, Channel, Moment
from motcua.notices.queries import channel_name
from motcua.notices.services import PracticeData
from motcua.notices.texts import LONGEST_BODY, LONGEST_SMS, LONGEST_SUBJECT, Text


class TextForm(forms.Form):
    """One text. What may stand in it is checked by `texts.checked`, which can say it better."""

    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=LONGEST_SUBJECT)
    body = forms.CharField(label=gettext_lazy("Text"), strip=False, widget=forms.Textarea(attrs={"rows": 12}))
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 2)

    def __init__(self, *args: Any, channel: Channel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        longest = LONGEST_BODY if channel == Channel.EMAIL else LONGEST_SMS
        self.fields["body"].widget.attrs["maxlength"] = longest
        if channel != Channel.EMAIL:
            del self.fields["subject"]
            self.fields["body"].widget.attrs["rows"] = 4

    def text(self) -> Text:
        """What was typed."""
        return Text(self.cleaned_data["body"], self.cleaned_data.get("subject", ""))


class PracticeForm(forms.Form):
    """Quiet hours, language, letters, and what is not sent at all."""

    quiet_from = forms.TimeField(
        label=gettext_lazy("Quiet from"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    quiet_to = forms.TimeField(
        label=gettext_lazy("Quiet until"),
        help_text=gettext_lazy(
            "Messages of these hours are sent when they end. Twice the same: never quiet."
        ),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=(("vi", lazystr("Tiếng Việt")), ("en", lazystr("English"))),
        help_text=gettext_lazy("Who identifies with a passport is written to in English in any case."),
    )
    sms_with_marks = forms.BooleanField(
        label=gettext_lazy("SMS with Vietnamese letters"),
        required=False,
        help_text=gettext_lazy(
            "70 letters a part instead of 160, so most messages cost twice or three times."
        ),
    )
    send = forms.MultipleChoiceField(
        label=gettext_lazy("What is sent"), required=False, widget=forms.CheckboxSelectMultiple
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["send"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            (f"{moment}:{channel}", f"{_(TITLES[moment])} · {channel_name(channel)}")
            for moment in Moment
            for channel in SENT
        ]

    def data_typed(self) -> PracticeData:
        """What was typed."""
        values = self.cleaned_data
        everything = {f"{moment}:{channel}" for moment in Moment for channel in SENT}
        return PracticeData(
            quiet_from=_minute(values["quiet_from"]),
            quiet_to=_minute(values["quiet_to"]),
            language=values["language"],
            sms_with_marks=values["sms_with_marks"],
            silent=tuple(sorted(everything - set(values["send"]))),
        )


def values_of(practice: Practice) -> dict[str, Any]:
    """What the form shows first."""
    everything = [f"{moment}:{channel}" for moment in Moment for channel in SENT]
    return {
        "quiet_from": practice.quiet_from,
        "quiet_to": practice.quiet_to,
        "language": practice.language,
        "sms_with_marks": practice.sms_with_marks,
        "send": [one for one in everything if one not in practice.silent],
        "seen": practice.version,
    }


def _minute(value: time) -> time:
    return value.replace(second=0, microsecond=0)
