"""What a due date means now, in words. Colour only repeats what the words say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.kernel.formats import clock
from motcua.kernel.time import TZ


@dataclass(frozen=True)
class DueState:
    """`tone` is good, warn, bad, accent or calm; `icon` a name of the sprite; `strong`: full colour."""

    text: str
    tone: str
    icon: str
    strong: bool = False


def due_state(
    due_at: datetime | None,
    *,
    now: datetime,
    finished_at: datetime | None = None,
    paused: bool = False,
    working_days: int | None = None,
) -> DueState:
    """The state of a due date at `now`.

    `working_days` are the whole working days left, when the caller's calendar knows them; without them
    calendar days are counted and called plain days. A finished dossier is early when it was ready on an
    earlier day than promised, on time up to the promised minute, else late.
    """
    if finished_at is not None:
        return _finished(due_at, finished_at)
    if paused:
        return DueState(_("Paused"), "calm", "pause-circle")
    if due_at is None:
        return DueState(_("No due date"), "calm", "clock")
    if now > due_at:
        return DueState(_("Late by %(span)s") % {"span": span(now - due_at)}, "bad", "alarm", strong=True)
    days = (due_at.astimezone(TZ).date() - now.astimezone(TZ).date()).days
    if days == 0:
        return DueState(_("Due today at %(time)s") % {"time": clock(due_at)}, "warn", "clock")
    if working_days is not None:
        text = ngettext("%(count)d working day left", "%(count)d working days left", working_days)
        return DueState(text % {"count": working_days}, "warn" if working_days <= 1 else "accent", "clock")
    text = ngettext("%(count)d day left", "%(count)d days left", days) % {"count": days}
    return DueState(text, "warn" if days <= 1 else "accent", "clock")


def _finished(due_at: datetime | None, finished_at: datetime) -> DueState:
    if due_at is None:
        return DueState(_("Finished"), "good", "check-circle")
    if finished_at > due_at:
        return DueState(
            _("Finished late by %(span)s") % {"span": span(finished_at - due_at)},
            "bad",
            "exclamation-triangle",
        )
    if finished_at.astimezone(TZ).date() < due_at.astimezone(TZ).date():
        return DueState(_("Finished early"), "good", "check-circle")
    return DueState(_("Finished on time"), "good", "check-circle")


def span(length: timedelta) -> str:
    """A length of time in one unit: 25 minutes, 3 hours, 2 days. Less than a minute counts as one."""
    minutes = max(1, int(length.total_seconds() // 60))
    if minutes < 60:
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    hours = minutes // 60
    if hours < 24:
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    return ngettext("%(count)d day", "%(count)d days", hours // 24) % {"count": hours // 24}
