"""Reports on the command line."""

import json
import sys

from motcua.reports import queries
from motcua.reports.formulas import percent, year


def by_field(number: int, as_json: bool) -> int:
    """Print the year's dossiers by field, as JSON or as a table. Ends with 0; 1 when the year is impossible."""
    if not 1990 <= number <= 2100:
        print(f"{number} is no year of this system; give one between 1990 and 2100", file=sys.stderr)
        return 1
    rows = queries.by_field(year(number))
    if as_json:
        print(
            json.dumps(
                {"year": number, "rows": [{"field": row.label, **row.figures()} for row in rows]},
                ensure_ascii=False,
            )
        )
        return 0
    for row in [*rows, queries.total(rows)]:
        share = percent(row.on_time, row.finished)
        print(
            f"{row.label or 'total':45} received {row.received:6}  finished {row.finished:6}  on time {row.on_time:6}"
            f"  late {row.late:5}  open {row.open:5}  {share or 'n/a'} %"
        )
    return 0
