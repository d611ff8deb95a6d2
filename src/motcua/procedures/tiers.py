"""Amounts by page as people type them: "1-2: 2000; 3-: 1000". Pure; money in đồng."""

from __future__ import annotations

import re
from collections.abc import Iterable

from motcua.procedures.fees import Tier

_TIER = re.compile(r"([0-9]{1,6})\s*(?:(-)\s*([0-9]{1,6})?)?\s*:\s*([0-9][0-9. ]{0,15})")


def read_tiers(text: str) -> tuple[Tier, ...] | None:
    """The tiers of a text; none for an empty text, None for one that cannot be read.

    >>> read_tiers("1-2: 2000; 3-: 1.000")
    (Tier(first=1, last=2, amount=2000), Tier(first=3, last=None, amount=1000))
    """
    found = []
    for part in filter(str.strip, text.split(";")):
        match = _TIER.fullmatch(part.strip())
        if match is None:
            return None
        first = int(match[1])
        last = int(match[3]) if match[3] else (None if match[2] else first)
        if last is not None and last < first:
            return None
        found.append(Tier(first, last, int(re.sub(r"[. ]", "", match[4]))))
    return tuple(found)


def tiers_text(tiers: Iterable[Tier]) -> str:
    """Tiers as they are typed."""
    parts = []
    for tier in tiers:
        pages = f"{tier.first}-{'' if tier.last is None else tier.last}"
        parts.append(f"{tier.first if tier.first == tier.last else pages}: {tier.amount}")
    return "; ".join(parts)
