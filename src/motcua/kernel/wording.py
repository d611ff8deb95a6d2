"""Refusals in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from motcua.kernel.errors import Refusal, fill


@dataclass(frozen=True)
class Said:
    """What a person reads."""

    message: str
    hint: str
    code: str = ""  # of the refusal

    @property
    def text(self) -> str:
        """Both in one line, where there is room for one only."""
        return f"{self.message} {self.hint}".strip()


def say(refusal: Refusal) -> Said:
    """The refusal in the active language, its places filled."""
    return Said(
        _translated(refusal.raw_message, refusal), _translated(refusal.raw_hint, refusal), refusal.code
    )


def _translated(raw: object, refusal: Refusal) -> str:
    text = str(raw)
    if not text:
        return ""
    return fill(gettext(text), refusal.params)
