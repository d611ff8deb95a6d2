"""A catalogue in the words of an office: a wording file replaces texts that are shown, never facts. Pure.

Catalogue files are often kept in the words of those who collected them. A file of the schema motcua-wording/1
maps an exact text of a catalogue to the words that citizens and officers read. Codes, names of procedures,
times, amounts and the list of steps stay what they are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace

from motcua.kernel.errors import N_, Refusal
from motcua.procedures.importing import CatalogueRefused
from motcua.procedures.nodes import Node, read
from motcua.procedures.reading import Group, Report
from motcua.procedures.records import (
    Catalogue,
    DocumentRecord,
    FeeRecord,
    Limit,
    ProcedureRecord,
    StepRecord,
    VariantRecord,
)

SCHEMA = "motcua-wording/1"
_LONGEST = 5000


def parse_wording(data: str | bytes) -> dict[str, str]:
    """The texts of a wording file, each with the words that replace it; empty ones leave a line out.

    Raises CatalogueRefused with every problem and its line.
    """
    root, problems = read(data)
    if root is None:
        raise CatalogueRefused(problems)
    report = Report()
    head = report.group(root, "", ("schema", "language", "texts"))
    schema = head.text("schema", 100, required=True)
    if schema and schema != SCHEMA:
        message = N_('The schema is "%(found)s"; this program reads "%(schema)s".')
        head.problem(head.entries["schema"], "schema", message, found=schema, schema=SCHEMA)
    head.text("language", 20)
    wording = _texts(report, head)
    if report.problems:
        raise CatalogueRefused(report.problems)
    return wording


def _texts(report: Report, head: Group) -> dict[str, str]:
    node = head.need("texts")
    if node is None:
        return {}
    texts = report.group(node, "texts", [key.value for key, _ in node.entries if isinstance(key.value, str)])
    return {_plain(text): _words(report, text, value) for text, value in texts.entries.items()}


def _words(report: Report, text: str, node: Node) -> str:
    if node.empty or node.value == "":
        return ""
    return report.text(node, f"texts.{text[:60]}", _LONGEST) or ""


def _plain(text: str) -> str:
    """As the catalogue's reader gives it: blanks made single."""
    return " ".join(text.split())


def reworded(catalogue: Catalogue, wording: Mapping[str, str]) -> Catalogue:
    """The catalogue with every text that `wording` knows replaced; texts that it does not know stay.

    An empty wording takes a line out of results, legal bases and notes. A paper, a condition, a case, a fee
    or a step is never lost by it: there the text stays as it was written.

    The words used become part of a record's `raw`, so an import with the same words finds nothing changed,
    and one with other words finds exactly the records whose words differ.
    Raises Refusal when words are too long for their place.
    """
    return replace(catalogue, procedures=tuple(_record(one, wording) for one in catalogue.procedures))


def _record(record: ProcedureRecord, wording: Mapping[str, str]) -> ProcedureRecord:
    words = _Words(wording)
    changed = replace(
        record,
        legal=_limit(record.legal, words),
        committed=_limit(record.committed, words) if record.committed else None,
        variants=tuple(_variant(variant, words) for variant in record.variants),
        fees=tuple(_fee(fee, words) for fee in record.fees),
        documents=tuple(_document(document, words) for document in record.documents),
        steps=record.steps
        and replace(record.steps, items=tuple(_step(step, words) for step in record.steps.items)),
        results=words.lines(record.results, 300),
        applicants=words.lines(record.applicants, 500),
        conditions=words.lines(record.conditions, 2000),
        legal_bases=words.lines(record.legal_bases, 500),
        notes=words.lines(record.notes, 5000),
    )
    if not words.used:
        return record
    raw = {**json.loads(record.raw), "wording": words.used}
    return replace(changed, raw=json.dumps(raw, ensure_ascii=False, sort_keys=True))


def _limit(limit: Limit, words: _Words) -> Limit:
    return replace(limit, note=words.text(limit.note, 500))


def _variant(variant: VariantRecord, words: _Words) -> VariantRecord:
    return VariantRecord(
        words.text(variant.name, 500),
        _limit(variant.limit, words) if variant.limit else None,
        tuple(_document(document, words) for document in variant.documents),
    )


def _document(document: DocumentRecord, words: _Words) -> DocumentRecord:
    return replace(
        document,
        name=words.text(document.name, 500),
        form=words.text(document.form, 200),
        only_if=words.text(document.only_if, 500),
        replaced_by=words.text(document.replaced_by, 500),
    )


def _fee(fee: FeeRecord, words: _Words) -> FeeRecord:
    return replace(
        fee,
        per=words.text(fee.per, 200),
        when=words.text(fee.when, 300),
        place=words.text(fee.place, 100),
        set_by=words.text(fee.set_by, 500),
    )


def _step(step: StepRecord, words: _Words) -> StepRecord:
    return replace(step, unit=words.text(step.unit, 300), note=words.text(step.note, 300))


class _Words:
    """A wording at work on one record; `used` are the entries that it needed."""

    def __init__(self, wording: Mapping[str, str]) -> None:
        self._wording = wording
        self.used: dict[str, str] = {}

    def text(self, text: str, longest: int) -> str:
        """The words for a text that must not get lost."""
        return self._look_up(text, longest) or text

    def lines(self, texts: Iterable[str], longest: int) -> tuple[str, ...]:
        """The words for lines, those with empty words left out."""
        found = (self._look_up(text, longest) for text in texts)
        return tuple(line for line in found if line)

    def _look_up(self, text: str, longest: int) -> str:
        words = self._wording.get(text)
        if words is None:
            return text
        if len(words) > longest:
            raise Refusal(
                "wording_too_long",
                N_("This text has %(length)s signs; at most %(longest)s are possible."),
                '"%(words)s"',
                params={"length": len(words), "longest": longest, "words": words},
            )
        self.used[text] = words
        return words
