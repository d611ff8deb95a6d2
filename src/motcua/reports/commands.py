"""Reports on the command line."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any

from motcua.kernel import time
from motcua.offices.actors import SYSTEM
from motcua.reports import queries
from motcua.reports.formulas import FIRST_YEAR, LAST_YEAR, RULES, Figures, percent, total, year

_COLUMNS = ("carried over", "received", "finished", "on time", "late", "open", "overdue", "on time %")


def by_field(number: int, as_json: bool) -> int:
    """Print the year's dossiers of all offices by field, as JSON or as a table; 1 for an impossible year."""
    if not FIRST_YEAR <= number <= LAST_YEAR:
        print(
            f"{number} is no year of this system; give one between {FIRST_YEAR} and {LAST_YEAR}",
            file=sys.stderr,
        )
        return 1
    as_of = time.now()
    window = year(number).window(as_of)
    lines = queries.figures_by(queries.Dimension.FIELD, window, SYSTEM)
    whole = total(line.figures for line in lines)
    if as_json:
        report = {
            "year": number,
            "as_of": window.until.astimezone(time.TZ).isoformat(timespec="seconds"),
            "rules": RULES,
            "rows": [{"field": line.label, **_all(line.figures)} for line in lines],
            "total": _all(whole),
        }
        print(json.dumps(report, ensure_ascii=False))
        return 0
    rows = [(line.label, _shown(line.figures)) for line in lines] + [("total", _shown(whole))]
    width = max(len(label) for label, _ in rows)
    print(" " * width + "".join(f"  {name:>12}" for name in _COLUMNS))
    for label, cells in rows:
        print(f"{label:{width}}" + "".join(f"  {cell:>12}" for cell in cells))
    print(f"as of {time.local(window.until):%H:%M %d/%m/%Y}, rules {RULES}")
    return 0


def _all(figures: Figures) -> dict[str, Any]:
    """`received` is what came in during the year; with `carried_over` it equals `finished` + `open`."""
    return {
        "received": figures.received,
        "finished": figures.finished,
        "on_time": figures.on_time,
        "late": figures.late,
        "open": figures.open,
        "total": figures.total,
        **asdict(figures),
    }


def _shown(figures: Figures) -> tuple[int | str, ...]:
    share = percent(figures.on_time, figures.finished - figures.finished_undated)
    return (
        figures.carried_over,
        figures.received,
        figures.finished,
        figures.on_time,
        figures.late,
        figures.open,
        figures.overdue,
        share or "n/a",
    )
