"""Reading rule sets: which one is in force, and one by its id.

A published rule set never changes but for the day it ends, so it is read once per process. The newest
one, whose end may yet be set by another process, is looked up again after a minute.
"""

from __future__ import annotations

from datetime import date
from time import monotonic

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import Refusal
from motcua.rules.models import RuleSet
from motcua.rules.parameters import Rules, parameters_from_json

_OPEN_END_SECONDS = 60.0

_by_id: dict[int, Rules] = {}
_read_at: dict[int, float] = {}


def in_force(on: date) -> Rules:
    """The rule set of that day. Refuses when none is in force."""
    for rules in list(_by_id.values()):
        if rules.valid_from <= on and _still_covers(rules, on):
            return rules
    row = RuleSet.objects.filter(valid_from__lte=on).order_by("-valid_from").first()
    if row is None or (row.valid_to is not None and row.valid_to < on):
        raise Refusal(
            "no_rules_in_force",
            _("No rule set is in force on %(day)s."),
            _("An administrator must publish one that covers this day."),
            params={"day": on.strftime("%d/%m/%Y")},
        )
    return _remember(row)


def by_id(rule_set_id: int) -> Rules:
    """The rule set a dossier is pinned to. Refuses an unknown id."""
    if (known := _by_id.get(rule_set_id)) is not None:
        return known
    row = RuleSet.objects.filter(pk=rule_set_id).first()
    if row is None:
        raise Refusal("no_such_rules", _("There is no such rule set."), status=404)
    return _remember(row)


def history() -> list[Rules]:
    """Every rule set, oldest first: the page that shows the law by date."""
    return [_rules(row) for row in RuleSet.objects.order_by("valid_from")]


def forget() -> None:
    """Drop what this process remembers; after a publication, and between tests."""
    _by_id.clear()
    _read_at.clear()


def _still_covers(rules: Rules, on: date) -> bool:
    if rules.valid_to is not None:
        return on <= rules.valid_to
    return monotonic() - _read_at[rules.id] < _OPEN_END_SECONDS


def _remember(row: RuleSet) -> Rules:
    rules = _rules(row)
    _read_at[row.pk] = monotonic()
    _by_id[row.pk] = rules
    return rules


def _rules(row: RuleSet) -> Rules:
    return Rules(
        row.pk, row.code, row.name, row.valid_from, row.valid_to, parameters_from_json(row.parameters)
    )
