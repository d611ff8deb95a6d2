"""What a due date means now, in words. Colour only repeats what the words say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.kernel.formats import clock
from motcua.kernel.time import TZ

HALF, MOST = 50, 80  # percent of the working time at which somebody is warned (rule R-70)


class Near(Protocol):
    """How far a due time is off by the office's calendar, and how much of the whole time is used."""

    @property
    def minutes(self) -> int:
        """Working minutes left; once the due time has passed, those since."""

    @property
    def day_minutes(self) -> int:
        """What a working day is worth."""

    @property
    def percent(self) -> int:
        """Of the working time, used up."""


@dataclass(frozen=True)
class DueState:
    """`tone` is good, warn, bad, accent or calm; `icon` a name of the sprite; `strong`: full colour.

    `warning`: the share of the time that is used, in words; empty below one half and once the time is over.
    """

    text: str
    tone: str
    icon: str
    strong: bool = False
    warning: str = ""


def due_state(
    due_at: datetime | None,
    *,
    now: datetime,
    finished_at: datetime | None = None,
    paused: bool = False,
    near: Near | None = None,
) -> DueState:
    """The state of a due date at `now`.

    With `near` working time is counted; without it calendar days, which are called plain days. A finished
    dossier is early when it was ready on an earlier day than promised, on time up to the promised minute,
    else late.
    """
    if finished_at is not None:
        return _finished(due_at, finished_at)
    if paused:
        return DueState(_("Paused"), "calm", "pause-circle")
    if due_at is None:
        return DueState(_("No due date"), "calm", "clock")
    if now > due_at:
        late = working_span(near) if near else span(now - due_at)
        return DueState(_("Late by %(span)s") % {"span": late}, "bad", "alarm", strong=True)
    days = (due_at.astimezone(TZ).date() - now.astimezone(TZ).date()).days
    if days == 0:
        return DueState(
            _("Due today at %(time)s") % {"time": clock(due_at)}, "warn", "clock", warning=_warning(near)
        )
    if near is not None:
        pressing = near.percent >= MOST
        return DueState(
            _("%(span)s left") % {"span": working_span(near)},
            "warn" if pressing else "accent",
            "hourglass-split" if pressing else "clock",
            warning=_warning(near),
        )
    text = ngettext("%(count)d day left", "%(count)d days left", days) % {"count": days}
    return DueState(text, "warn" if days <= 1 else "accent", "clock")


def _warning(near: Near | None) -> str:
    if near is None or near.percent < HALF:
        return ""
    return _("%(percent)d%% of the time used") % {"percent": min(near.percent, 99)}


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


def working_span(near: Near) -> str:
    """Working time in one unit: whole working days, else hours, else minutes; at least one minute."""
    if near.minutes >= near.day_minutes:
        days = near.minutes // near.day_minutes
        return ngettext("%(count)d working day", "%(count)d working days", days) % {"count": days}
    if near.minutes >= 60:
        hours = near.minutes // 60
        return ngettext("%(count)d working hour", "%(count)d working hours", hours) % {"count": hours}
    minutes = max(1, near.minutes)
    return ngettext("%(count)d working minute", "%(count)d working minutes", minutes) % {"count": minutes}
