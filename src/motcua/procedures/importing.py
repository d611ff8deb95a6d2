"""Reading a catalogue file of the schema motcua-procedures/1. Pure.

A file is read whole: either every record is right and a `Catalogue` comes back, or `CatalogueRefused` tells
every problem with its line. Published lists have traps: blanks inside a code are put right, because nothing
else can be meant; the rest (a dot too many, an unknown unit, steps that do not add up) is reported.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from motcua.calendars.worktime import Unit
from motcua.kernel.errors import N_, Refusal
from motcua.procedures import reading_parts as parts
from motcua.procedures import reading_steps
from motcua.procedures.draft_checks import problems
from motcua.procedures.drafts import of_record
from motcua.procedures.nodes import ImportProblem, Kind, Node, read
from motcua.procedures.reading import Group, Report
from motcua.procedures.records import (
    CHANNELS,
    CODE,
    FIELD_CODE,
    INTERCONNECTIONS,
    ONLINE_LEVELS,
    Catalogue,
    DocumentRecord,
    FieldRecord,
    Level,
    Limit,
    ProcedureRecord,
    StepRole,
    Trust,
    comparable_minutes,
)

SCHEMA = "motcua-procedures/1"

_HEAD = frozenset(
    {"schema", "trust_marks", "units", "roles", "levels", "interconnection_kinds", "rules", "sources"}
    | {"fields", "count", "procedures"}
)
_PROCEDURE = frozenset(
    {"code", "code_trust", "name", "name_en", "field", "level", "interconnection", "legal", "committed"}
    | {"variants", "fees", "components", "steps", "segments", "parts", "results", "channels", "boundary_free"}
    | {"online", "verification", "notes", "keywords", "legal_bases", "document_sets"}
    | {"applicants", "conditions"}
)


class CatalogueRefused(Refusal):
    """The file is not taken over, and nothing is changed. `problems` holds every reason, by line."""

    def __init__(self, problems: Sequence[ImportProblem]) -> None:
        super().__init__(
            "catalogue_refused",
            N_("The file has %(count)s errors; nothing was imported."),
            N_("Correct the lines named and import the file again."),
            params={"count": len(problems)},
        )
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line))


def parse_catalogue(data: str | bytes) -> Catalogue:
    """The catalogue in a file's text. Raises CatalogueRefused with every problem, and nothing else."""
    root, problems = read(data)
    if root is None:
        raise CatalogueRefused(problems)
    report = Report()
    catalogue = _catalogue(report, root)
    if report.problems:
        raise CatalogueRefused(report.problems)
    return catalogue


def _catalogue(report: Report, root: Node) -> Catalogue:
    head = report.group(root, "", _HEAD)
    schema = head.text("schema", 100, required=True)
    if schema and schema != SCHEMA:
        message = N_('The schema is "%(found)s"; this program reads "%(schema)s".')
        head.problem(head.entries["schema"], "schema", message, found=schema, schema=SCHEMA)
    _check_vocabulary(report, head)
    fields = _names(report, head, "fields", 200, required=True)
    for code in fields:
        if not FIELD_CODE.fullmatch(code):
            message = N_('"%(code)s" is no field code: capital letters, digits, - and _ only, at most 40.')
            head.problem(head.entries["fields"], "fields", message, code=code[:60])
    sources = _names(report, head, "sources", 500)
    listed = head.need("procedures")
    records: tuple[ProcedureRecord, ...] = ()
    if listed is not None:
        reader = _ProcedureReader(report, fields, sources)
        records = report.items(listed, "procedures", reader.read)
        if listed.kind is Kind.LIST and not listed.items:
            head.problem(listed, "procedures", N_("This list is empty."))
        count = head.whole("count", most=1_000_000)
        if count is not None and count != len(listed.items):
            message = N_("The file says %(count)s procedures but holds %(found)s.")
            head.problem(head.entries["count"], "count", message, count=count, found=len(listed.items))
    return Catalogue(tuple(FieldRecord(code, name) for code, name in fields.items()), records)


def _check_vocabulary(report: Report, head: Group) -> None:
    """The file may explain its words; a word we do not know would be lost silently, so it is named."""
    known: dict[str, Collection[str]] = {
        "trust_marks": list(Trust),
        "units": [*Unit, "none"],
        "roles": list(StepRole),
        "levels": list(Level),
    }
    for name, words in known.items():
        node = head.get(name)
        if node is not None:
            report.group(node, name, words)
    head.choices("interconnection_kinds", INTERCONNECTIONS)
    head.texts("rules", 2000)


def _names(report: Report, head: Group, name: str, longest: int, *, required: bool = False) -> dict[str, str]:
    """A mapping of code to text."""
    node = head.need(name) if required else head.get(name)
    if node is None:
        return {}
    group = report.group(node, name, [key.value for key, _ in node.entries if isinstance(key.value, str)])
    return {code: group.text(code, longest, required=True) for code in group.entries}


class _ProcedureReader:
    def __init__(self, report: Report, fields: dict[str, str], sources: dict[str, str]) -> None:
        self._report = report
        self._fields = fields
        self._sources = sources
        self._seen: dict[str, int] = {}

    def read(self, node: Node, path: str) -> ProcedureRecord | None:
        """One procedure; problems are noted under its code, which people find faster than a position."""
        report = self._report
        group = report.group(node, path, _PROCEDURE)
        code = self._code(group)
        if code:
            group.path = code
        name = group.text("name", 500, required=True)
        field_code = group.choice("field", self._fields, required=True)
        levels = tuple(Level(level) for level in group.choices("level", list(Level), required=True))
        legal_node = group.need("legal")
        legal = parts.limit(report, legal_node, group.at("legal")) if legal_node else None
        committed = self._committed(group, legal)
        variants = self._list(group, "variants", parts.variant)
        steps_node = group.get("steps")
        steps = reading_steps.steps(report, steps_node, group.at("steps")) if steps_node else None
        if steps and legal:
            # A committed time for one part only says nothing about the sum of all steps.
            whole = committed if committed and committed.legal_part is None else legal
            reading_steps.check_fits(group, steps, whole)
        documents_complete, documents = self._documents(group)
        self._check_the_rest(group)
        online = self._marked(group, "online", "level")
        boundary = self._marked(group, "boundary_free", "value")
        channels = self._marked(group, "channels", "items")
        record = ProcedureRecord(
            code=code,
            name=name,
            field_code=field_code,
            levels=levels,
            legal=legal or Limit(None, None),
            committed=committed,
            code_trust=Trust(group.choice("code_trust", list(Trust), default=Trust.UNVERIFIED)),
            name_en=group.text("name_en", 500),
            interconnection=group.choice("interconnection", INTERCONNECTIONS, default="none"),
            variants=variants,
            fees=self._list(group, "fees", parts.fee),
            documents=documents,
            parts=self._list(group, "parts", parts.part),
            documents_complete=documents_complete,
            document_sets=group.whole("document_sets", least=1, most=99) or 1,
            steps=steps,
            results=group.texts("results", 300),
            # All three ways are open unless the record names some (NĐ 61/2018 Art 16, NĐ 118/2025 Art 15).
            channels=channels.choices("items", CHANNELS, required=True) if channels else CHANNELS,
            applicants=group.texts("applicants", 500),
            conditions=group.texts("conditions", 2000),
            legal_bases=group.texts("legal_bases", 500) or self._bases(node),
            keywords=group.texts("keywords", 100),
            notes=group.texts("notes", 5000),
            online_level=online.choice("level", ONLINE_LEVELS, required=True) if online else "",
            boundary_free=boundary.flag("value") if boundary else False,
            raw=node.canonical(),
        )
        self._check_parts(group, record)
        return record if code else None

    def _check_parts(self, group: Group, record: ProcedureRecord) -> None:
        node = group.get("parts")
        found = problems(of_record(record, date.min)) if node else ()
        for problem in found:
            if node and problem.place == "parts":
                group.problem(node, "parts", problem.message, **problem.params)

    def _code(self, group: Group) -> str:
        node = group.need("code")
        if node is None:
            return ""
        if not isinstance(node.value, str):
            group.problem(node, "code", N_("Put the code in quotes; as a number it loses its zeros."))
            return ""
        code = "".join(node.value.split())
        if not CODE.fullmatch(code) or len(code) > 60:
            message = N_('"%(code)s" is no procedure code; write it like 1.001193, 1.012753.H19 or LOCAL-….')
            group.problem(node, "code", message, code=code[:60])
            return ""
        if code in self._seen:
            message = N_("The code %(code)s stands in line %(line)s already.")
            group.problem(node, "code", message, code=code, line=self._seen[code])
        self._seen.setdefault(code, node.line)
        return code

    def _committed(self, group: Group, legal: Limit | None) -> Limit | None:
        node = group.get("committed")
        found = parts.limit(self._report, node, group.at("committed"), committed=True) if node else None
        if node is None or found is None or found.value is None or found.unit is None:
            return None
        if legal is None or legal.value is None or legal.unit is None:
            return found
        bound = found.legal_part or legal.value
        ours = comparable_minutes(found.value, found.unit, legal.unit)
        theirs = comparable_minutes(bound, legal.unit, found.unit)
        if ours is None or theirs is None:
            group.problem(node, "committed", N_("Committed and legal time must be in comparable units."))
        elif bound > legal.value or ours > theirs:
            group.problem(node, "committed", N_("The committed time is longer than the legal time."))
        return found

    def _documents(self, group: Group) -> tuple[bool, tuple[DocumentRecord, ...]]:
        inner = self._marked(group, "components", "items", "complete")
        if inner is None:
            return False, ()
        inner.need("items")
        return inner.flag("complete"), self._list(inner, "items", parts.document)

    def _list(self, group: Group, name: str, read: parts.PartReader[parts.Part]) -> tuple[parts.Part, ...]:
        node = group.get(name)
        if node is None:
            return ()
        return self._report.items(node, group.at(name), lambda n, p: read(self._report, n, p))

    def _marked(self, group: Group, name: str, *known: str) -> Group | None:
        """A value with its trust mark and source."""
        node = group.get(name)
        if node is None:
            return None
        inner = self._report.group(node, group.at(name), (*known, "trust", "source"))
        inner.text("source", 500)
        parts.trust(inner)
        return inner

    def _check_the_rest(self, group: Group) -> None:
        """What is kept as written but must be well formed: segments, verification."""
        self._list(group, "segments", parts.segment)
        node = group.get("verification")
        if node is not None:
            parts.verification(self._report, node, group.at("verification"))

    def _bases(self, node: Node) -> tuple[str, ...]:
        """The texts the record cites, each once; a source that nobody read is no legal basis."""
        found: dict[str, None] = {}
        queue = [node]
        while queue:
            here = queue.pop(0)
            values = {key.value: value for key, value in here.entries}
            cited = values.get("source")
            mark = values.get("trust")
            if (
                cited is not None
                and isinstance(cited.value, str)
                and not (mark and mark.value == Trust.UNVERIFIED)
            ):
                found[" ".join(self._sources.get(cited.value, cited.value).split())[:500]] = None
            queue += [*here.items, *values.values()]
        return tuple(found)
