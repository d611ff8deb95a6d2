"""The internal process of a procedure, gathered for its document. Always in Vietnamese, as papers are."""

from __future__ import annotations

from django.utils import translation

from motcua.kernel import formats, time
from motcua.kernel.errors import N_, Refusal
from motcua.offices.actors import Actor
from motcua.offices.names import UNIT_KIND_NAMES
from motcua.offices.pages import office_tree
from motcua.offices.roles import UnitKind
from motcua.papers.kinds import Edition, Form
from motcua.papers.process_document import (
    FORMS_OF_ACTION,
    RESULT_OF_ACTION,
    DocumentPaper,
    DocumentStep,
    ProcessDocument,
    Revision,
    draw_process,
    form_name,
)
from motcua.papers.styles import style_of
from motcua.procedures.found import Sheet
from motcua.procedures.queries import procedure_sheet
from motcua.procedures.words import CHANNEL_WORDS, count_words, fee_words, limit_words
from motcua.processes import bpmn
from motcua.processes.chart import chart_of
from motcua.processes.publication import longest
from motcua.processes.queries import (
    ProcessDetail,
    ProcessLine,
    StepLine,
    compiled,
    detail,
    processes,
    step_lines,
)
from motcua.processes.sums import running_sums
from motcua.rules.parameters import Rules
from motcua.rules.queries import in_force
from motcua.setup.queries.approvals import changes
from motcua.setup.queries.procedures import uses_of
from motcua.setup.words import place_words, role_words, work_time


def document(version_id: int, use: int, actor: Actor) -> tuple[bytes, str]:
    """The PDF of a published version for one of its procedures, and a file name. Raises Refusal for a draft."""
    one = detail(version_id)
    if one.line.published_at is None:
        raise Refusal(
            "process_not_published",
            N_("The document of an internal process belongs to a published version."),
            N_("Publish the process first; until then its page and the test run show it."),
            status=409,
        )
    with translation.override("vi"):
        content = draw_process(gathered(one, use), style_of(_office(actor)).style)
    return content, f"quy-trinh-{one.line.key}-v{one.line.number}.pdf"


def gathered(one: ProcessDetail, use: int) -> ProcessDocument:
    """Everything the document says, of the procedure `use` or the first one that runs on the version."""
    line = one.line
    assert line.published_at is not None
    net = compiled(line.version_id)
    uses = uses_of(line.version_id)
    chosen = next((item for item in uses if item.version_id == use), uses[0] if uses else None)
    sheet = procedure_sheet(chosen.version_id) if chosen else None
    rules = in_force(time.local(line.published_at).date())
    forms = dict.fromkeys(form for step in one.steps for form in FORMS_OF_ACTION.get(step.action, ()))
    return ProcessDocument(
        key=line.key,
        version=line.number,
        process=line.name,
        procedure=sheet.name if sheet else line.name,
        code=sheet.code if sheet else "",
        field=sheet.field_name if sheet else "",
        decision=line.decision_number,
        decided_at=line.published_at,
        legal_bases=sheet.legal_bases if sheet else (),
        papers=_papers(sheet),
        sets=sheet.document_sets if sheet else 1,
        legal_time=limit_words(sheet.legal) if sheet and sheet.legal else "",
        committed_time=limit_words(sheet.committed) if sheet and sheet.committed else "",
        channels=", ".join(str(CHANNEL_WORDS.get(channel, channel)) for channel in sheet.channels)
        if sheet
        else "",
        fees=tuple(fee_words(row) for row in sheet.fees) if sheet else (),
        results=sheet.results if sheet else (),
        steps=_steps(one, running_sums(net), rules),
        total=work_time(longest(net)[0]),
        chart=chart_of(bpmn.read(one.xml.encode())),
        forms=tuple(
            _form(form, rules) for form in sorted(forms, key=lambda form: _label(form, rules) or "~")
        ),
        revisions=_revisions(line),
    )


def _papers(sheet: Sheet | None) -> tuple[DocumentPaper, ...]:
    if sheet is None:
        return ()
    return tuple(
        DocumentPaper(
            paper.name,
            count_words(paper),
            "; ".join(word for word in (case.name, paper.form, paper.only_if) if word),
        )
        for case in sheet.cases
        for paper in case.documents
    )


def _steps(one: ProcessDetail, sums: dict[str, int], rules: Rules) -> tuple[DocumentStep, ...]:
    return tuple(
        DocumentStep(
            name=step.name,
            who=_who(step),
            time=work_time(step.minutes) if step.minutes is not None else "Không tính",
            together=work_time(sums.get(step.element)),
            forms=", ".join(
                _label(form, rules) or _form(form, rules) for form in FORMS_OF_ACTION.get(step.action, ())
            ),
            result=RESULT_OF_ACTION.get(step.action, ""),
        )
        for step in one.steps
    )


def _who(step: StepLine) -> str:
    unit = str(UNIT_KIND_NAMES[UnitKind(step.unit)]) if step.unit in set(UnitKind) else step.unit
    return ", ".join(
        dict.fromkeys(word for word in (role_words(step.role), unit, place_words(step.office)) if word)
    )


def _label(form: Form, rules: Rules) -> str:
    """The number of a form in the rule set in force, such as M01; empty when the law gives it none."""
    known = rules.parameters["form_numbers"].value if "form_numbers" in rules.parameters else {}
    return str(known.get(form.value, "")) if isinstance(known, dict) else ""


def _form(form: Form, rules: Rules) -> str:
    return form_name(form, Edition(rules.form_set), _label(form, rules))


def _revisions(line: ProcessLine) -> tuple[Revision, ...]:
    """Every version put in force up to this one, oldest first, with what changed against the one before."""
    found: list[Revision] = []
    before: tuple[StepLine, ...] = ()
    for row in reversed(processes(key=line.key)):
        if not row.published_at or row.number > line.number:
            continue
        here = step_lines(row.version_id)
        found.append(
            Revision(
                row.number,
                formats.day(row.published_at),
                row.decision_number or "–",
                changes(before, here) if found else (),
            )
        )
        before = here
    return tuple(found)


def _office(actor: Actor) -> int:
    """The office whose head the document carries: the person's own, else the first they oversee."""
    own = sorted(actor.offices())
    if own:
        return own[0]
    tree = office_tree(actor)
    if not tree:
        raise Refusal(
            "no_office", N_("There is no office for the head of the document."), N_("Make one first.")
        )
    return int(tree[0].office.pk)
