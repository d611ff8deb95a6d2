"""Finding procedures while typing: one statement, in the order a clerk expects."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection

from motcua.kernel import time as clock
from motcua.kernel.search import sort_key
from motcua.procedures.cutoffs import cutoff_of
from motcua.procedures.found import Hit, TimeLimit
from motcua.procedures.search import Words, read_words

# What the words meet, best first. `exact` finds by words, initials and code; only when it finds nothing
# does `near` look for words that resemble what was typed.
(_CODE_EXACT, _WHOLE_NAME, _CODE_STARTS, _NAME_STARTS, _PHRASE, _NAME_WORDS, _ANY_WORDS, _INITIALS) = range(
    1, 9
)
_LIKENESS = 0.45  # share of trigrams that typed text with a slip has in common with what was meant

_COLUMNS = """v.id, p.code, v.name, v.name_en, v.field_id, f.name AS field_name, v.levels,
       v.legal_value, v.committed_value, v.time_unit, v.mode, v.cutoff, v.boundary_free, v.channels"""
_IN_FORCE = """v.state = 'published' AND v.valid_from <= %(on)s
       AND (v.valid_to IS NULL OR v.valid_to >= %(on)s)
       AND (%(levels)s::varchar[] IS NULL OR v.levels && %(levels)s::varchar[])
       AND (%(field)s = '' OR v.field_id = %(field)s)"""
_FROM = """procedures_procedureversion v
       JOIN procedures_procedure p ON p.id = v.procedure_id JOIN procedures_field f ON f.code = v.field_id"""
_USED = "coalesce((%(usage)s::jsonb ->> p.code)::int, 0)"

_SEARCH = f"""
WITH live AS (
    SELECT {_COLUMNS}, v.search_text, split_part(v.search_text, ' | ', 1) || ' ' AS folded, {_USED} AS used,
           lower(regexp_replace(p.code, '[^A-Za-z0-9]', '', 'g')) AS compact, p.id AS listed,
           cardinality(string_to_array(trim(split_part(v.search_text, ' | ', 1)), ' ')) AS words
      FROM {_FROM}
     WHERE {_IN_FORCE}
), exact AS (
    SELECT live.*, CASE
             WHEN compact IN (%(code)s, %(base_code)s) THEN {_CODE_EXACT}
             WHEN words = %(count)s AND folded LIKE ALL (%(word_starts)s) THEN {_WHOLE_NAME}
             WHEN %(is_code)s AND compact LIKE %(code_starts)s THEN {_CODE_STARTS}
             WHEN folded LIKE %(name_starts)s THEN {_NAME_STARTS}
             WHEN folded LIKE %(contains)s THEN {_PHRASE}
             WHEN folded LIKE ALL (%(word_starts)s) THEN {_NAME_WORDS}
             WHEN search_text LIKE ALL (%(word_starts)s) THEN {_ANY_WORDS}
             ELSE {_INITIALS} END AS tier
      FROM live
     WHERE search_text LIKE ALL (%(word_starts)s)
        OR compact IN (%(code)s, %(base_code)s)
        OR (%(is_code)s AND compact LIKE %(code_starts)s)
        OR (%(initials)s <> '' AND search_text LIKE %(initials_in)s)
        OR (SELECT bool_and(search_text LIKE '%% ' || word || '%%'
                            OR length(word) BETWEEN 2 AND 4 AND search_text LIKE '%%=' || word || '%%')
              FROM unnest(%(words)s::text[]) AS word)
), near AS (
    SELECT live.*, 9 AS tier, word_similarity(%(phrase)s, folded) AS likeness
      FROM live
     WHERE length(%(phrase)s) >= 4 AND NOT EXISTS (SELECT 1 FROM exact)
       AND word_similarity(%(phrase)s, folded) >= {_LIKENESS}
), found AS (
    SELECT exact.*, 1.0::real AS likeness FROM exact
    UNION ALL
    SELECT * FROM near
)
SELECT id, code, name, name_en, field_id, field_name, levels, legal_value, committed_value, time_unit, mode,
       cutoff, boundary_free, channels, tier = 9
  FROM found
 ORDER BY tier,
          likeness DESC,
          (%(written)s <> '' AND strpos(split_part(search_text, ' | ', 3), %(written)s) > 0) DESC,
          CASE WHEN tier = {_INITIALS} THEN search_text LIKE %(initials_start)s END DESC NULLS LAST,
          used DESC, words, listed
 LIMIT %(limit)s
"""  # noqa: S608 - built from constants only

_LISTED = f"""
SELECT {_COLUMNS}, false
  FROM {_FROM}
 WHERE {_IN_FORCE}
 ORDER BY {{order}}, split_part(v.search_text, ' | ', 1), p.code
 LIMIT %(limit)s
"""  # noqa: S608 - built from constants only


def search(
    text: str,
    *,
    office_levels: Sequence[str] | None = None,
    on: date | None = None,
    limit: int = 12,
    usage: Mapping[str, int] | None = None,
    field: str = "",
) -> list[Hit]:
    """Procedures in force on the day `on` (today when None) that the typed text may mean, best first.

    Words in any order, each at least begun, with or without diacritics; codes with or without dots, also
    begun or with an agency's ending; initials ("dkks"); and only if nothing matches, words that resemble the
    typed ones. `usage` maps codes to how often an office uses them: the most used of equals comes first.
    `office_levels` (None = all) are the catalogue's short names: xa, tinh, bo, co_so. One statement.
    """
    typed = read_words(text)
    base = _base(office_levels, on, field, limit, usage)
    if not typed.words:
        order = f"{_USED} DESC"
        return _run(_LISTED.format(order=order), base)
    return _run(_SEARCH, {**base, **_patterns(typed)})


def catalogue(
    *,
    office_levels: Sequence[str] | None = None,
    field: str = "",
    text: str = "",
    on: date | None = None,
    limit: int = 500,
) -> list[Hit]:
    """The posted list (R-108): every procedure in force, by field and name; with `text`, those found."""
    if text.strip():
        return search(text, office_levels=office_levels, on=on, limit=limit, field=field)
    found = _run(_LISTED.format(order="f.name"), _base(office_levels, on, field, limit, None))
    return sorted(found, key=lambda hit: (sort_key(hit.field_name), sort_key(hit.name), hit.code))


def fields(*, on: date | None = None) -> list[tuple[str, str, int]]:
    """Fields with a procedure in force: code, name and how many procedures, by name."""
    statement = f"""
        SELECT f.code, f.name, count(*) FROM {_FROM}
         WHERE {_IN_FORCE} GROUP BY f.code, f.name"""  # noqa: S608 - built from constants only
    with connection.cursor() as cursor:
        cursor.execute(statement, _base(None, on, "", 0, None))
        found = [(code, name, count) for code, name, count in cursor.fetchall()]
    return sorted(found, key=lambda line: sort_key(line[1]))


def _base(
    levels: Sequence[str] | None, on: date | None, field: str, limit: int, usage: Mapping[str, int] | None
) -> dict[str, Any]:
    return {
        "on": on or clock.today(),
        "levels": list(levels) if levels is not None else None,
        "field": field,
        "limit": max(1, min(limit, 1000)),
        "usage": json.dumps(dict(usage or {})),
    }


def _patterns(typed: Words) -> dict[str, Any]:
    """The typed words as LIKE patterns. Folded words hold letters and digits only: nothing to escape."""
    initials = typed.phrase.replace(" ", "")
    is_initials = len(typed.words) == 1 and 2 <= len(initials) <= 20 and initials.isalpha()
    return {
        "phrase": typed.phrase,
        "words": list(typed.words),
        "count": len(typed.phrase.split()),
        "written": typed.written,
        "code": typed.code,
        "base_code": typed.base_code,
        "is_code": len(typed.code) >= 2 and any(sign.isdigit() for sign in typed.code),
        "code_starts": f"{typed.code}%",
        "name_starts": f" {typed.phrase}%",
        "contains": f"% {typed.phrase}%",
        "word_starts": [f"% {word}%" for word in typed.words],
        "initials": initials if is_initials else "",
        "initials_in": f"%=%{initials}%",
        "initials_start": f"%={initials}%",
    }


def _run(statement: str, params: dict[str, Any]) -> list[Hit]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return [_hit(row) for row in cursor.fetchall()]


def _hit(row: tuple[Any, ...]) -> Hit:
    (
        version_id,
        code,
        name,
        name_en,
        field_code,
        field_name,
        levels,
        legal,
        committed,
        unit,
        mode,
        cutoff_text,
    ) = row[:12]
    cutoff = cutoff_of(cutoff_text)
    boundary_free, channels, guessed = row[12:]
    return Hit(
        version_id=version_id,
        code=code,
        name=name,
        name_en=name_en,
        field_code=field_code,
        field_name=field_name,
        levels=tuple(levels),
        legal=TimeLimit(legal, unit, mode, cutoff) if legal is not None else None,
        committed=TimeLimit(committed, unit, mode, cutoff) if committed is not None else None,
        same_day=unit == "same_day",
        boundary_free=boundary_free,
        channels=tuple(channels),
        guessed=guessed,
    )
