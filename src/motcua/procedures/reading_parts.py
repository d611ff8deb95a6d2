"""The parts of a procedure record: limits, documents, cases, fees, steps. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise
from typing import TypeVar

from motcua.calendars.worktime import LAST_HOUR, Unit
from motcua.kernel.errors import N_
from motcua.procedures.nodes import Kind, Node
from motcua.procedures.reading import Group, Report
from motcua.procedures.records import (
    CHANNELS,
    FEE_KINDS,
    LAST_OFFICE_HOUR,
    WORKING_MINUTES,
    DocumentRecord,
    FeeRecord,
    Limit,
    PartRecord,
    TierRecord,
    Trust,
    VariantRecord,
)

Part = TypeVar("Part")
PartReader = Callable[[Report, Node, str], Part | None]

_LIMIT = ("value", "unit", "cutoff", "trust", "source", "note")
_DOCUMENT = ("name", "original", "copy", "form", "only_if", "replaced_by")
_FEE = (
    "kind",
    "amount",
    "per",
    "when",
    "channel",
    "place",
    "basis",
    "tiers",
    "cap_per_copy",
    "set_by",
    "trust",
    "source",
)
_PAGES = re.compile(r"([0-9]{1,5})(?:-([0-9]{1,5})|(\+))?")


def trust(group: Group) -> Trust:
    return Trust(group.choice("trust", list(Trust), default=Trust.UNVERIFIED))


def limit(report: Report, node: Node, path: str, *, committed: bool = False) -> Limit | None:
    """A limit with value and unit, or with neither. Only working time may be a fraction."""
    group = report.group(node, path, (*_LIMIT, "legal_part") if committed else _LIMIT)
    if not group.broken:
        for name in ("value", "unit"):
            if not group.has(name):
                group.problem(node, name, N_('The field "%(name)s" is missing.'), name=name)
    return _limit_of(group)


def _limit_of(group: Group) -> Limit | None:
    value = group.number("value")
    unit_name = group.choice("unit", list(Unit))
    unit = Unit(unit_name) if unit_name else None
    cutoff = group.clock("cutoff", LAST_OFFICE_HOUR)
    found = Limit(
        value,
        unit,
        cutoff=LAST_HOUR if isinstance(cutoff, str) else cutoff,
        legal_part=group.number("legal_part") if "legal_part" in group.entries else None,
        trust=trust(group),
        source=group.text("source", 500),
        note=group.text("note", 500),
    )
    if (group.get("value") is None) != (group.get("unit") is None):
        group.problem(group.node, "", N_("Value and unit belong together: give both, or null for both."))
        return None
    if value is None or unit is None:
        return None if group.get("value") else found
    if unit is Unit.SAME_DAY and value != 1:
        group.problem(group.node, "value", N_("A same-day limit has the value 1."))
        return None
    if not _countable(value, unit):
        message = N_(
            "%(value)s %(unit)s cannot be counted: fractions are for working time, in whole minutes."
        )
        group.problem(group.node, "value", message, value=value, unit=unit.value)
        return None
    return found


def _countable(value: Decimal, unit: Unit) -> bool:
    minutes = WORKING_MINUTES.get(unit) or (60 if unit is Unit.CH else None)
    counted = value * minutes if minutes else value
    return counted == counted.to_integral_value()


def document(report: Report, node: Node, path: str) -> DocumentRecord | None:
    group = report.group(node, path, _DOCUMENT)
    name = group.text("name", 500, required=True)
    originals = group.whole("original", most=999)
    copies = group.whole("copy", most=999)
    if not name:
        return None
    return DocumentRecord(
        name,
        originals=1 if originals is None else originals,
        copies=copies or 0,
        form=group.text("form", 200),
        only_if=group.text("only_if", 500),
        replaced_by=group.text("replaced_by", 500),
    )


def variant(report: Report, node: Node, path: str) -> VariantRecord | None:
    """A case with its own limit, written inside it or in a group `legal`, or with its own papers."""
    group = report.group(node, path, ("case", "legal", "components", "submit_within", *_LIMIT))
    name = group.text("case", 500, required=True)
    group.text("submit_within", 200)
    nested = group.get("legal")
    own = None
    if nested is not None:
        if group.has("value") or group.has("unit"):
            group.problem(node, "legal", N_("The limit of this case is given twice."))
        own = limit(report, nested, group.at("legal"))
    elif group.has("value") or group.has("unit"):
        own = _limit_of(group)
    else:
        trust(group)
    papers = group.get("components")
    documents = (
        report.items(papers, group.at("components"), lambda n, p: _paper(report, n, p)) if papers else ()
    )
    return VariantRecord(name, own if own and own.value is not None else None, documents) if name else None


def _paper(report: Report, node: Node, path: str) -> DocumentRecord | None:
    """A paper of a case: its name alone, or a document like everywhere else."""
    if node.kind is Kind.MAPPING:
        return document(report, node, path)
    name = report.text(node, path, 500)
    return DocumentRecord(name) if name else None


def fee(report: Report, node: Node, path: str) -> FeeRecord | None:
    """A fee row. `amount: null` means set elsewhere; tiers are amounts per page instead of one amount."""
    group = report.group(node, path, _FEE)
    kind = group.choice("kind", FEE_KINDS, required=True)
    amount = group.whole("amount")
    tier_node = group.get("tiers")
    tiers = report.items(tier_node, group.at("tiers"), lambda n, p: _tier(report, n, p)) if tier_node else ()
    if tier_node is None and not group.has("amount") and not group.broken:
        group.problem(node, "amount", N_("Give an amount in đồng, tiers, or null when it is set elsewhere."))
    if tier_node is not None and amount is not None:
        group.problem(node, "amount", N_("Give either an amount or tiers, not both."))
    if kind == "none" and (amount or tiers):
        group.problem(node, "amount", N_('A row of the kind "none" cannot have an amount.'))
    for before, after in pairwise(tiers):
        if before.last is None or after.first != before.last + 1:
            group.problem(node, "tiers", N_("Tiers must follow each other without gap: 1-2, then 3+."))
    if tiers and tiers[0].first != 1:
        group.problem(node, "tiers", N_("The first tier must begin with page 1."))
    return FeeRecord(
        kind or "none",
        amount=amount,
        per=group.text("per", 200) or group.text("basis", 200),
        when=group.text("when", 300),
        channel=group.choice("channel", CHANNELS),
        place=group.text("place", 100),
        tiers=tiers,
        cap_per_copy=group.whole("cap_per_copy"),
        set_by=group.text("set_by", 500),
        trust=_fee_trust(group),
    )


def _fee_trust(group: Group) -> Trust:
    group.text("source", 500)
    return trust(group)


def _tier(report: Report, node: Node, path: str) -> TierRecord | None:
    group = report.group(node, path, ("pages", "amount"))
    amount = group.whole("amount", required=True)
    pages = group.need("pages")
    if pages is None or amount is None:
        return None
    match = _PAGES.fullmatch(str(pages.value)) if not isinstance(pages.value, bool | float) else None
    if not match:
        group.problem(pages, "pages", N_("Write the pages of a tier like 1-2 or 3+."))
        return None
    first = int(match[1])
    last = None if match[3] else int(match[2] or first)
    if last is not None and last < first:
        group.problem(pages, "pages", N_("Write the pages of a tier like 1-2 or 3+."))
        return None
    return TierRecord(first, last, amount)


def segment(report: Report, node: Node, path: str) -> Limit | None:
    """One appointment of a procedure that has several, each with its own limit."""
    group = report.group(node, path, ("seq", "value", "unit", "starts", "ends", "trust", "only_if"))
    group.whole("seq", least=1, most=99, required=True)
    for name in ("starts", "ends"):
        group.text(name, 300, required=True)
    group.text("only_if", 300)
    return _limit_of(group)


def part(report: Report, node: Node, path: str) -> PartRecord | None:
    """One authority's share of an interconnected group, its limit in words; the procedure it is, where known."""
    group = report.group(node, path, ("seq", "authority", "work", "limit", "trust", "procedure", "after"))
    seq = group.whole("seq", least=1, most=99, required=True)
    trust(group)
    group.text("limit", 300)
    group.text("work", 300)
    group.text("authority", 300, required=True)
    after = group.whole("after", least=1, most=98) if group.get("after") else None
    return PartRecord(seq or 0, group.text("procedure", 60), after)


def verification(report: Report, node: Node, path: str) -> None:
    """Longer time when something must be verified: a total, or what it adds, or only the cause in words."""
    group = report.group(node, path, ("total", "adds", "unit", "cause", "trust", "source"))
    amounts = [group.number("total"), group.number("adds")]
    unit = group.choice("unit", list(Unit))
    if any(amount is not None for amount in amounts) and not unit:
        group.need("unit")
    trust(group)
    group.text("cause", 500)
    group.text("source", 500)
