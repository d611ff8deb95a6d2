"""Parcels and reminders in the reader's language."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motcua.delivery.models import Reminder
from motcua.delivery.parcel import Fact, State

STATE_WORDS: dict[State, str | Promise] = {
    State.ASKED: _("To be packed"),
    State.PREPARED: _("Packed"),
    State.SENT: _("With the post"),
    State.DELIVERED: _("Delivered"),
    State.RETURNED: _("Come back"),
    State.CANCELLED: _("Called off"),
}
STATE_TONES = {
    State.SENT: "accent",
    State.DELIVERED: "good",
    State.RETURNED: "warn",
    State.PREPARED: "accent",
}
FACT_WORDS: dict[Fact, str | Promise] = {
    Fact.PACKED: _("Packed"),
    Fact.SENT: _("Given to the post officer"),
    Fact.DELIVERED: _("Delivered"),
    Fact.CAME_BACK: _("Brought back by the post"),
    Fact.CANCELLED: _("Called off"),
}
REMINDER_WORDS: dict[str, str | Promise] = {
    Reminder.Manner.PHONE: _("Called"),
    Reminder.Manner.SMS: _("Text message"),
    Reminder.Manner.LETTER: _("Letter"),
    Reminder.Manner.OTHER: _("Otherwise"),
}
