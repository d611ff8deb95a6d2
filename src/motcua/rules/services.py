"""Publishing rule sets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from importlib.resources import files

import yaml
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import Refusal
from motcua.rules import queries
from motcua.rules.models import RuleSet
from motcua.rules.parameters import RuleSetData, parameters_to_json, read_rule_sets


def packaged() -> list[RuleSetData]:
    """The rule sets that come with the program, oldest first."""
    text = (files("motcua.rules") / "data" / "rule_sets.yaml").read_text(encoding="utf-8")
    return read_rule_sets(yaml.safe_load(text))


def seed() -> int:
    """Publish the packaged rule sets that are not there yet; returns how many were. Safe to repeat."""
    return publish(packaged())


@transaction.atomic
def publish(sets: Sequence[RuleSetData]) -> int:
    """Add rule sets; those already there by their code are left untouched, for nothing published is edited.

    Each set ends on the day before the next one starts. Refuses a start day that another set has.
    """
    there = {row.code: row for row in RuleSet.objects.select_for_update()}
    starts = {row.valid_from: row.code for row in there.values()}
    added = 0
    for data in sets:
        if data.code in there:
            continue
        if data.valid_from in starts:
            raise Refusal(
                "rule_set_same_day",
                _("A rule set already starts on %(day)s: %(code)s."),
                _("Choose another first day."),
                params={"day": data.valid_from.strftime("%d/%m/%Y"), "code": starts[data.valid_from]},
            )
        RuleSet.objects.create(
            code=data.code,
            name=data.name,
            valid_from=data.valid_from,
            parameters=parameters_to_json(data.parameters),
        )
        starts[data.valid_from] = data.code
        added += 1
    if added:
        _close_gaps()
        queries.forget()
        transaction.on_commit(queries.forget)
    return added


def _close_gaps() -> None:
    later: date | None = None
    for row in RuleSet.objects.order_by("-valid_from"):
        last = later - timedelta(days=1) if later else None
        if row.valid_to != last:
            RuleSet.objects.filter(pk=row.pk).update(valid_to=last)
        later = row.valid_from
