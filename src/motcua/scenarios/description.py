"""A scenario file: an office, its people and its figures, read once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from motcua.procedures.importing import CatalogueRefused
from motcua.procedures.rewording import parse_wording
from motcua.scenarios.plan import Batch
from motcua.scenarios.shares import Left, Shares

SAMPLE_PASSWORD = "mot-cua-mau"  # noqa: S105 (sample people only; printed at the start of a trial installation)
FOLDER = Path(__file__).resolve().parents[3] / "scenarios"


class ScenarioError(Exception):
    """The scenario is not there or cannot be read; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Posting:
    """One membership of a sample person."""

    unit: str
    title: str
    roles: tuple[str, ...]
    duties: str = ""
    on_duty: bool = False


@dataclass(frozen=True, slots=True)
class SampleOfficer:
    """Somebody who works in the sample office."""

    username: str
    full_name: str
    phone: str
    posts: tuple[Posting, ...]


@dataclass(frozen=True, slots=True)
class Staffing:
    """The units, groups of fields and people of one office; keys are those of the file."""

    office: str
    units: tuple[Mapping[str, Any], ...]
    field_groups: tuple[Mapping[str, Any], ...]
    officers: tuple[SampleOfficer, ...]


@dataclass(frozen=True, slots=True)
class Promised:
    """Committed times that a decision gives to procedures of the catalogue, by code."""

    valid_from: date
    decision: str
    times: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class After:
    """From `day` on other offices are in the places of these: `successors` by key, in the order in which they end.

    `decided_by` is the user name of the administrator who moves the open dossiers.
    """

    day: date
    legal_basis: str
    decided_by: str
    offices: tuple[Mapping[str, Any], ...]
    staffings: tuple[Staffing, ...]
    successors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Run:
    """Dossiers to be played: over fixed dates, or over the last working days before now.

    `closed_by` is the day on which the last of them is done with; `left` says how many are left waiting.
    """

    name: str
    seed: int
    batches: tuple[Batch, ...]
    shares: Shares
    first: date | None = None
    last: date | None = None
    closed_by: date | None = None
    working_days: int = 0
    left: Mapping[Left, int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return sum(sum(batch.procedures.values()) for batch in self.batches)


@dataclass(frozen=True, slots=True)
class Scenario:
    """All of one scenario file. `offices` keep the file's keys; `staffings` begin with the main office.

    `wording`: texts of the catalogue and the words that the office prints instead. `withdrawn`: the
    last day of procedures that a text has abolished. `place` is where the
    sample applicants live; `media` is where the office publishes its apologies. `on_the_spot`:
    what the desk of the main office does itself, and the delegations that let it.
    """

    id: str
    valid_from: date
    place: str
    media: tuple[str, ...]
    catalogue: tuple[str, ...]
    wording: Mapping[str, str]
    withdrawn: Mapping[str, date]
    calendar: Mapping[str, Any]
    offices: tuple[Mapping[str, Any], ...]
    main_office: str
    staffings: tuple[Staffing, ...]
    sign_ins: Mapping[str, str]
    runs: tuple[Run, ...]
    promised: Promised | None = None
    after: After | None = None
    on_the_spot: Mapping[str, Any] = field(default_factory=dict)

    @property
    def officers(self) -> tuple[SampleOfficer, ...]:
        """Everybody who works in one of its offices."""
        return tuple(officer for staffing in self.staffings for officer in staffing.officers)

    @property
    def codes(self) -> frozenset[str]:
        """The procedures that its dossiers follow."""
        return frozenset(code for run in self.runs for batch in run.batches for code in batch.procedures)


def names() -> list[str]:
    """The scenarios that come with the project."""
    return sorted(
        path.stem
        for path in FOLDER.glob("*.yaml")
        if "schema: motcua-scenario/1" in path.read_text("utf-8")[:2000]
    )


def read(name: str) -> Scenario:
    """The scenario of that name. Raises ScenarioError."""
    if name not in names():
        raise ScenarioError(f"there is no scenario {name!r}; there are: {', '.join(names()) or 'none'}")
    path = FOLDER / f"{name}.yaml"
    try:
        data = yaml.safe_load(path.read_text("utf-8"))
        if "follows" in data:  # the same office at another time
            data = {**yaml.safe_load((FOLDER / f"{data['follows']}.yaml").read_text("utf-8")), **data}
        return _scenario(data)
    except (yaml.YAMLError, KeyError, TypeError, ValueError) as error:
        raise ScenarioError(f"{path.name} cannot be read: {error!r}") from error


def catalogue_text(file_name: str) -> str:
    """The text of a catalogue file of the scenario."""
    return (FOLDER / file_name).read_text("utf-8")


def _scenario(data: dict[str, Any]) -> Scenario:
    return Scenario(
        id=data["id"],
        valid_from=data["valid_from"],
        place=data["place"],
        media=tuple(data.get("media", ())),
        catalogue=tuple(data["catalogue"]),
        wording=_wording(data["wording"]) if "wording" in data else {},
        withdrawn=data.get("withdrawn", {}),
        calendar=data["calendar"],
        offices=tuple(data["offices"]),
        main_office=data["main_office"],
        staffings=(_staffing(data["main_office"], data), *_branches(data)),
        sign_ins=data["sign_ins"],
        runs=tuple(_run(item) for item in data["runs"]),
        promised=_promised(data["promised"]) if "promised" in data else None,
        after=_after(data["after"]) if "after" in data else None,
        on_the_spot=data.get("on_the_spot", {}),
    )


def _staffing(office: str, data: Mapping[str, Any]) -> Staffing:
    return Staffing(
        office,
        tuple(data["units"]),
        tuple(data["field_groups"]),
        tuple(_officer(item) for item in data["people"]),
    )


def _branch(office: str, place: int, data: Mapping[str, Any]) -> Staffing:
    """Offices that are all staffed alike: `{key}` and `{place}` in names stand for the office."""
    people = [
        {
            **person,
            **{name: person[name].format(key=office, place=place) for name in ("username", "full_name")},
        }
        for person in data["people"]
    ]
    return _staffing(office, {**data, "people": people})


def _branches(data: Mapping[str, Any]) -> tuple[Staffing, ...]:
    """Offices that are staffed alike, each with a place of its own."""
    return tuple(
        _branch(key, place, item)
        for item in data.get("branches", ())
        for place, key in enumerate(item["offices"], 1)
    )


def _after(data: Mapping[str, Any]) -> After:
    return After(
        data["day"],
        data["legal_basis"],
        data["decided_by"],
        tuple(data["offices"]),
        _branches(data),
        data["successors"],
    )


def _promised(data: Mapping[str, Any]) -> Promised:
    times = {code: Decimal(str(value)) for code, value in data["times"].items()}
    return Promised(data["from"], data["decision"], times)


def _wording(file_name: str) -> dict[str, str]:
    try:
        return parse_wording((FOLDER / file_name).read_bytes())
    except OSError as error:
        raise ScenarioError(f"{file_name} cannot be read: {error.strerror}") from error
    except CatalogueRefused as refused:
        raise ScenarioError(f"{file_name}: " + "; ".join(map(str, refused.problems))) from refused


def _officer(data: dict[str, Any]) -> SampleOfficer:
    posts = tuple(
        Posting(
            post["unit"],
            post["title"],
            tuple(post["roles"]),
            post.get("duties", ""),
            bool(post.get("on_duty")),
        )
        for post in data["posts"]
    )
    return SampleOfficer(data["username"], data["full_name"], data.get("phone", ""), posts)


def _run(data: dict[str, Any]) -> Run:
    return Run(
        name=str(data["name"]),
        seed=data["seed"],
        batches=tuple(_batch(item) for item in data["dossiers"]),
        shares=Shares(**data["shares"]),
        first=data.get("from"),
        last=data.get("to"),
        closed_by=data.get("closed_by"),
        working_days=data.get("working_days", 0),
        left={Left(kind): count for kind, count in data.get("left", {}).items()},
    )


def _batch(data: dict[str, Any]) -> Batch:
    if sum(data["procedures"].values()) != data["count"]:
        raise ValueError(f"the procedures of {data['group']} do not add up to {data['count']}")
    return Batch(
        data["group"],
        data["procedures"],
        data.get("from"),
        data.get("to"),
        data.get("closed_by"),
        data.get("open_on"),
        tuple(data.get("desks", ())),
    )
