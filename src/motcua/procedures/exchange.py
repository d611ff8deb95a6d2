"""Published versions as a file that another installation can take over, with their identity. Pure.

A version is known by its procedure's code and its number; the hash of everything it says proves that two
installations mean the same by them. When it ends is no part of the hash: an end comes later.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, time
from decimal import Decimal
from enum import Enum
from typing import Any

from motcua.calendars.worktime import Mode, Unit
from motcua.kernel.errors import N_, Refusal
from motcua.procedures.draft_checks import problems
from motcua.procedures.drafts import CaseDraft, DocumentDraft, Draft, PartDraft
from motcua.procedures.fees import FeeKind, FeeRow, Tier
from motcua.procedures.reading_json import UNSTORABLE, Group, NotReadableError
from motcua.procedures.records import CODE, FIELD_CODE, Trust

SCHEMA = "motcua-catalogue-exchange/1"
MAX_BYTES = 200 * 2**20
_MOST_VERSIONS = 100_000
_LATER = frozenset({"parts", "applicants", "conditions", "set_by"})
_UNITS, _MODES = ("", *Unit), ("", *Mode)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangedVersion:
    """A published version with everything that belongs to it. `source` is canonical JSON of its record."""

    code: str
    code_trust: str
    number: int
    field_name: str
    valid_to: date | None
    withdrawn_by: str
    content: Draft
    source: str
    process_key: str
    process_name: str
    process_xml: str

    @property
    def repealed(self) -> bool:
        """Whether a decision ended it: one that has no last day goes on, whatever is noted."""
        return bool(self.withdrawn_by) and self.valid_to is not None

    @property
    def hash(self) -> str:
        """SHA-256 of what the version says, in hexadecimal digits."""
        said = [self.code, self.number, _said(self.content), json.loads(self.source), self.process_xml]
        return hashlib.sha256(_canonical(said).encode()).hexdigest()


def write(versions: Sequence[ExchangedVersion]) -> str:
    """The file. The same versions give the same text."""
    records = [
        {
            "code": one.code,
            "number": one.number,
            "hash": one.hash,
            "code_trust": one.code_trust,
            "field_name": one.field_name,
            "valid_to": one.valid_to.isoformat() if one.valid_to else None,
            "withdrawn_by": one.withdrawn_by,
            "content": _said(one.content),
            "source": json.loads(one.source),
            "process": {"key": one.process_key, "name": one.process_name, "xml": one.process_xml},
        }
        for one in sorted(versions, key=lambda one: (one.code, one.number))
    ]
    text = json.dumps({"schema": SCHEMA, "versions": records}, ensure_ascii=False, indent=1)
    return f"{text}\n"


def read(data: str | bytes) -> list[ExchangedVersion]:
    """The versions of a file, by code and number.

    Raises Refusal naming the record and the place for anything that cannot be understood, for a hash that
    does not fit what the record says, and for a version that stands there twice.
    """
    if len(data) > MAX_BYTES:
        raise _refused(N_("The file is larger than 200 MB."))
    try:
        raw = json.loads(data)
    except (ValueError, RecursionError):
        raise _refused(N_("The file is not JSON text.")) from None
    if not isinstance(raw, dict) or raw.get("schema") != SCHEMA or not isinstance(raw.get("versions"), list):
        raise _refused(N_("The file is no export of procedures (schema %(schema)s)."), schema=SCHEMA)
    if len(raw["versions"]) > _MOST_VERSIONS:
        raise _refused(N_("The file holds too many versions."))
    found: dict[tuple[str, int], ExchangedVersion] = {}
    for place, record in enumerate(raw["versions"], 1):
        version = _version(record, place)
        if (version.code, version.number) in found:
            raise _refused(
                N_("Version %(number)s of %(code)s stands in the file twice."),
                number=version.number, code=version.code,
            )  # fmt: skip
        found[version.code, version.number] = version
    return [found[key] for key in sorted(found)]


def plain(value: Any) -> Any:
    """A value as JSON data: dates in ISO form, times and numbers as text without needless zeros."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        return {item.name: plain(getattr(value, item.name)) for item in fields(value)}
    return value


def _said(content: Draft) -> dict[str, Any]:
    """The content as JSON data; what came later is left out while it is empty, so that older files read the same."""
    said: dict[str, Any] = plain(content)
    said["fees"] = [_without_later(fee) for fee in said["fees"]]
    return _without_later(said)


def _without_later(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value or name not in _LATER}


def _texts(group: Group, name: str, longest: int) -> tuple[str, ...]:
    return group.texts(name, longest) if name in group.values else ()


def _canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _version(record: Any, place: int) -> ExchangedVersion:
    try:
        group = Group.of(record, f"versions[{place}]")
        version = _read_version(group)
        if group.text("hash", 64) != version.hash:
            raise NotReadableError(group.path("hash"), N_("the hash does not fit what the record says"))
        found = [problem for problem in problems(version.content) if not problem.unfinished]
        if found:  # what is published may lack what nobody knew
            raise NotReadableError(group.path("content"), found[0].text)
    except NotReadableError as error:
        raise _refused(
            N_("Record %(record)s, %(place)s: %(reason)s."),
            record=place, place=error.place, reason=error.reason,
        ) from None  # fmt: skip
    return version


def _read_version(group: Group) -> ExchangedVersion:
    code = group.text("code", 60)
    if not CODE.fullmatch(code):
        raise NotReadableError(group.path("code"), N_("no procedure code"))
    process = group.group("process")
    source = _source(group.group("source"))
    return ExchangedVersion(
        code=code,
        code_trust=group.one_of("code_trust", tuple(Trust)),
        number=group.number("number", 1, 1_000_000),
        field_name=group.text("field_name", 200),
        valid_to=group.day("valid_to"),
        withdrawn_by=group.text("withdrawn_by", 100, empty=True),
        content=_content(group.group("content")),
        source=source,
        process_key=process.text("key", 120),
        process_name=process.text("name", 300),
        process_xml=process.text("xml", 5_000_000),
    )


def _source(group: Group) -> str:
    """The record a version came from; its appointments are read again at reception, so they must be right."""
    for segment in group.groups("segments") if group.values.get("segments") else ():
        segment.one_of("unit", _UNITS[1:])
        Group({"value": str(segment.value("value"))}, segment.place).decimal("value")
    text = _canonical(group.values)
    if "\\u0000" in text or UNSTORABLE.search(text):
        raise NotReadableError(group.place, N_("not a text"))
    return text


def _content(group: Group) -> Draft:
    valid_from = group.day("valid_from")
    if valid_from is None:
        raise NotReadableError(group.path("valid_from"), N_("missing"))
    field_code = group.text("field_code", 40)
    if not FIELD_CODE.fullmatch(field_code):
        raise NotReadableError(group.path("field_code"), N_("no known value"))
    return Draft(
        name=group.text("name", 500),
        field_code=field_code,
        levels=group.texts("levels", 20),
        valid_from=valid_from,
        name_en=group.text("name_en", 500, empty=True),
        interconnection=group.text("interconnection", 12),
        legal_value=group.decimal("legal_value"),
        committed_value=group.decimal("committed_value"),
        time_unit=group.one_of("time_unit", _UNITS),
        mode=group.one_of("mode", _MODES),
        cutoff=group.cutoff("cutoff"),
        time_trust=group.one_of("time_trust", tuple(Trust)),
        channels=group.texts("channels", 10),
        results=group.texts("results", 300),
        applicants=_texts(group, "applicants", 500),
        conditions=_texts(group, "conditions", 2000),
        legal_bases=group.texts("legal_bases", 500),
        keywords=group.texts("keywords", 100),
        notes=group.texts("notes", 100_000),
        online_level=group.text("online_level", 20, empty=True),
        boundary_free=group.flag("boundary_free"),
        document_sets=group.number("document_sets", 1, 99),
        documents_complete=group.flag("documents_complete"),
        cases=tuple(
            CaseDraft(
                one.text("name", 500),
                one.decimal("legal_value"),
                one.one_of("time_unit", _UNITS),
                one.one_of("mode", _MODES),
            )
            for one in group.groups("cases")
        ),
        documents=tuple(_document(one) for one in group.groups("documents")),
        fees=tuple(_fee(one) for one in group.groups("fees")),
        fee_trust=group.texts("fee_trust", 12),
        parts=tuple(
            PartDraft(one.text("code", 60), one.maybe_number("after"))
            for one in (group.groups("parts") if "parts" in group.values else ())
        ),
        decision_number=group.text("decision_number", 100, empty=True),
        decision_date=group.day("decision_date"),
        decision_order=group.text("decision_order", 10),
    )


def _document(one: Group) -> DocumentDraft:
    return DocumentDraft(
        one.text("name", 500),
        one.number("originals", 0, 999),
        one.number("copies", 0, 999),
        one.text("form", 200, empty=True),
        one.text("only_if", 500, empty=True),
        one.text("replaced_by", 500, empty=True),
        one.maybe_number("case"),
    )


def _fee(one: Group) -> FeeRow:
    return FeeRow(
        kind=FeeKind(one.one_of("kind", tuple(FeeKind))),
        amount=one.maybe_number("amount"),
        per=one.text("per", 200, empty=True),
        when=one.text("when", 300, empty=True),
        channel=one.text("channel", 10, empty=True),
        place=one.text("place", 100, empty=True),
        tiers=tuple(
            Tier(tier.number("first", 1, 10**6), tier.maybe_number("last"), tier.number("amount", 0, 10**12))
            for tier in one.groups("tiers")
        ),
        cap_per_copy=one.maybe_number("cap_per_copy"),
        set_by=one.text("set_by", 500, empty=True) if "set_by" in one.values else "",
    )


def _refused(message: str, **params: object) -> Refusal:
    return Refusal(
        "exchange_unreadable", message, N_("Export the file again; nothing was taken over."), params=params
    )
