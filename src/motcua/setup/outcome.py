"""What came of each dossier that was acted on together with others."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one dossier, as `components/row_results.html` shows it."""

    ok: bool
    label: str
    text: str
    url: str
