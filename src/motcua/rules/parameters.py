"""The parameters of the law as plain data: one set is in force on each day. Pure.

A set names only what changes; everything else is taken over from the set before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from motcua.kernel.errors import N_, Refusal

SCHEMA = "motcua-rule-sets/1"
_EXTENSION_DAYS = 3
ACKNOWLEDGE_HOURS = 2  # NĐ 63/2024/NĐ-CP Art 7(4)


class Trust(StrEnum):
    """How far a value can be relied on."""

    LAW = "law"  # the text was read
    PRACTICE = "practice"  # seen in decisions or systems of offices
    UNVERIFIED = "unverified"  # configuration only
    CONVENTION = "convention"  # decided by this project where the texts are silent


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value of the law with the text it rests on."""

    value: Any
    source: str
    trust: Trust


@dataclass(frozen=True, slots=True)
class RuleSetData:
    """A whole rule set as a file describes it, with taken-over parameters filled in."""

    code: str
    name: str
    valid_from: date
    parameters: Mapping[str, Parameter]


@dataclass(frozen=True, slots=True)
class Rules:
    """Bộ quy tắc. The parameters in force for a dossier, by the day of its reception."""

    id: int
    code: str
    name: str
    valid_from: date
    valid_to: date | None  # last day in force
    parameters: Mapping[str, Parameter]

    def parameter(self, name: str) -> Parameter:
        """The value with its source and trust. Refuses a name this rule set does not have."""
        try:
            return self.parameters[name]
        except KeyError:
            raise Refusal(
                "rule_missing",
                N_("The rule set “%(rules)s” says nothing about %(name)s."),
                N_("An administrator must publish a rule set that does."),
                params={"rules": self.name, "name": name},
            ) from None

    def get(self, name: str) -> Any:
        """The bare value of a parameter. Refuses a name this rule set does not have."""
        return self.parameter(name).value

    @property
    def code_family(self) -> str:
        """`old` or `new`: which family of dossier codes is given (TT 01/2018 Art 19; TT 03/2025 Art 13)."""
        return str(self.get("code_family"))

    @property
    def code_agency(self) -> str:
        """Whose identifier stands in the code: `receiving` or `competent`."""
        return str(self.get("code_agency"))

    @property
    def supplements_allowed(self) -> int:
        """How often a supplement may be asked for without an override (R-20)."""
        return int(self.get("supplements_allowed"))

    @property
    def supplement_request_days(self) -> int:
        """Working days after reception in which the processing unit may ask for a supplement (R-24)."""
        return int(self.get("supplement_request_days"))

    @property
    def close_without_supplement_days(self) -> int:
        """Working days without an answer after which the dossier is closed (R-27)."""
        return int(self.get("close_without_supplement_days"))

    @property
    def extensions_allowed(self) -> int:
        """How often a new appointment may be given (R-72)."""
        return int(self.get("extensions_allowed"))

    @property
    def apology_days_before(self) -> int:
        """Working days before the deadline at which the apology must exist (R-71)."""
        return int(self.get("apology_days_before"))

    @property
    def extension_days(self) -> int:
        """Working days after the due date that an automatic draft promises; sets published before say nothing."""
        known = self.parameters.get("extension_days")
        return int(known.value) if known else _EXTENSION_DAYS

    @property
    def transfer_cutoff(self) -> time:
        """Paper received strictly later moves at the opening of the next working day (R-36)."""
        return time.fromisoformat(str(self.get("transfer_cutoff")))

    @property
    def transfer_grace_minutes(self) -> int:
        """Working minutes after an opening in which papers are still handed over in time (R-36)."""
        return int(self.get("transfer_grace_minutes"))

    @property
    def transfer_acknowledge_minutes(self) -> int:
        """Working minutes in which an office acknowledges what another one sent (R-57).

        Sets that were published before this was asked are silent; for them the hours of the decree hold.
        """
        hours = self.parameters.get("transfer_acknowledge_hours")
        return 60 * int(hours.value if hours else ACKNOWLEDGE_HOURS)

    @property
    def same_day_cutoff(self) -> time:
        """Same-day work received strictly later is due the next working day (Luật Hộ tịch Art 5(3))."""
        return time.fromisoformat(str(self.get("same_day_cutoff")))

    @property
    def form_set(self) -> str:
        """Which edition of the forms is printed."""
        return str(self.get("form_set"))


def read_rule_sets(document: object) -> list[RuleSetData]:
    """Rule sets of a parsed file, oldest first. Raises ValueError naming what is wrong."""
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise ValueError(f"not a file of rule sets: expected schema {SCHEMA}")
    found: list[RuleSetData] = []
    inherited: dict[str, Parameter] = {}
    for entry in sorted(document.get("rule_sets") or [], key=lambda entry: entry["valid_from"]):
        code = entry["code"]
        own = {name: _parameter(code, name, raw) for name, raw in (entry.get("parameters") or {}).items()}
        inherited = inherited | own
        found.append(RuleSetData(code, entry["name"], entry["valid_from"], MappingProxyType(dict(inherited))))
    starts = [data.valid_from for data in found]
    if len(set(starts)) != len(starts):
        raise ValueError("two rule sets start on the same day")
    return found


def parameters_from_json(raw: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Parameter]:
    """The stored form back into parameters."""
    return MappingProxyType(
        {name: Parameter(item["value"], item["source"], Trust(item["trust"])) for name, item in raw.items()}
    )


def parameters_to_json(parameters: Mapping[str, Parameter]) -> dict[str, dict[str, Any]]:
    """What is stored: name → value, source, trust."""
    return {
        name: {"value": item.value, "source": item.source, "trust": item.trust.value}
        for name, item in parameters.items()
    }


def _parameter(code: str, name: str, raw: object) -> Parameter:
    if not isinstance(raw, dict) or set(raw) != {"value", "source", "trust"}:
        raise ValueError(f"{code}.{name}: expected value, source and trust")
    if raw["trust"] not in set(Trust):
        raise ValueError(f"{code}.{name}: trust is {raw['trust']!r}, expected one of {', '.join(Trust)}")
    return Parameter(raw["value"], str(raw["source"]), Trust(raw["trust"]))
