"""Everything that is written down, as one number per table: equal before and after means nothing was written."""

from __future__ import annotations

from django.apps import apps
from django.db import connection

# What looking alone may write: wrong tries, who has a dossier open. And a file is kept before the dossier that
# wants it: when that is refused, its bytes stay, and nothing leads to them.
_NOTES = {
    "files_storedfile",
    "offices_signinattempt",
    "portal_lookuptries",
    "desk_presence",
}


def books() -> dict[str, str]:
    """By table how many rows it has and what they say."""
    tables = sorted(
        model._meta.db_table
        for model in apps.get_models()
        if model.__module__.startswith("motcua.") and model._meta.db_table not in _NOTES
    )
    tables.append("procrastinate_jobs")
    # Signing in is written into the account, and is no act.
    told = "hashtextextended((to_jsonb(line) - 'last_login')::text, 0)"
    parts = [
        f"SELECT '{table}', count(*) || ':' || coalesce(sum({told}), 0) FROM {table} AS line"
        for table in tables
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return dict(cursor.fetchall())


def written(before: dict[str, str]) -> set[str]:
    """The tables that say something else than before."""
    return {table for table, told in books().items() if told != before.get(table)}
