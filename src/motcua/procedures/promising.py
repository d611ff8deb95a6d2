"""A catalogue with the shorter times that an authority has decided to promise. Pure.

Many provinces take over the procedures of a ministry as they are and decide only, in one list, that they solve
some of them sooner. Such a list is applied here to a catalogue as it was read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from motcua.kernel.errors import N_, Refusal
from motcua.procedures.records import Catalogue, Limit, ProcedureRecord, comparable_minutes


def promised(catalogue: Catalogue, times: Mapping[str, Decimal]) -> Catalogue:
    """The catalogue with these committed times, by code, in the unit of the legal time of each.

    Published steps that take longer than what is now promised are left out: the standard steps take their place.
    A code that the catalogue does not have is not looked at. Refuses a time for a procedure without a legal time,
    and one that is not shorter than the legal time.
    """
    return replace(
        catalogue,
        procedures=tuple(
            _promised(record, times[record.code]) if record.code in times else record
            for record in catalogue.procedures
        ),
    )


def _promised(record: ProcedureRecord, value: Decimal) -> ProcedureRecord:
    legal = record.legal
    if legal.value is None or legal.unit is None or not 0 < value < legal.value:
        raise Refusal(
            "promise_not_shorter",
            N_("The committed time of %(code)s is not shorter than its legal time."),
            N_("Correct the list of committed times."),
            params={"code": record.code},
        )
    committed = Limit(value, legal.unit, trust=legal.trust, source=legal.source)
    steps = record.steps
    if steps is not None:
        needed = comparable_minutes(steps.longest, steps.time_unit, legal.unit)
        allowed = comparable_minutes(value, legal.unit, steps.time_unit)
        if needed is None or allowed is None or needed > allowed:
            steps = None
    raw = {**json.loads(record.raw), "promised": str(value)}
    return replace(
        record,
        committed=committed,
        steps=steps,
        raw=json.dumps(raw, ensure_ascii=False, sort_keys=True),
    )
