"""A cut-off as text: a time of day like "15:00", or the last office hour. Empty: none. Pure."""

from __future__ import annotations

from datetime import time

from motcua.calendars.worktime import LAST_HOUR, Cutoff


def cutoff_of(text: str | None) -> Cutoff | None:
    """The cut-off that a text means. Raises ValueError when it means none."""
    if not text:
        return None
    return LAST_HOUR if text == LAST_HOUR.value else time.fromisoformat(text)


def text_of(cutoff: Cutoff | None) -> str | None:
    """The text of a cut-off."""
    if cutoff is None:
        return None
    return cutoff.isoformat() if isinstance(cutoff, time) else cutoff.value
