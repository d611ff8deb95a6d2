"""From one version of a procedure to the next: draft, check, publish. What is published is never edited."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db import transaction
from django.db.models import Max, QuerySet

from motcua.kernel import time as clock
from motcua.kernel.errors import N_, Refusal, Stale
from motcua.kernel.errors import Status as HttpStatus
from motcua.procedures import process_source
from motcua.procedures.draft_checks import DraftProblem, problems
from motcua.procedures.drafts import Draft
from motcua.procedures.models import Field, Procedure, ProcedureVersion
from motcua.procedures.records import CODE
from motcua.procedures.services import storing
from motcua.procedures.services.checking import against
from motcua.processes.services import publish_source

_State = ProcedureVersion.State


@transaction.atomic
def new_procedure(code: str, draft: Draft) -> int:
    """A procedure that was not in the catalogue, as a draft. Returns the version's id.

    Raises Refusal for a code of the wrong form or one that exists.
    """
    clean = "".join(code.split())
    if not CODE.fullmatch(clean) or len(clean) > 60:
        raise Refusal(
            "bad_code",
            N_('"%(code)s" is no procedure code.'),
            N_("Write it like 1.001193 or 1.012753.H19; without a national code, LOCAL- and letters."),
            params={"code": clean[:60]},
        )
    procedure, made = Procedure.objects.get_or_create(code=clean)
    if not made:
        raise Refusal(
            "code_exists",
            N_("The procedure %(code)s exists already."),
            N_("Make a draft from its present version."),
            params={"code": clean},
        )
    return _new_draft(procedure, draft, None).pk


@transaction.atomic
def copy_procedure(version_id: int, code: str, name: str, *, valid_from: date | None = None) -> int:
    """A procedure of its own, as a draft that begins with another one's content and process.

    Nothing is taken over that belongs to the other's identity: its name, English name and decision.
    Raises Refusal like `new_procedure`. Returns the version's id.
    """
    version = _locked(version_id)
    content = replace(
        storing.read(version),
        name=name,
        name_en="",
        valid_from=valid_from or clock.today(),
        decision_number="",
        decision_date=None,
    )
    made = _locked(new_procedure(code, content))
    made.process_version_id = version.process_version_id
    made.save(update_fields=["process_version"])
    return made.pk


@transaction.atomic
def start_draft(version_id: int, *, valid_from: date | None = None) -> int:
    """A draft that begins as a copy of a version; the draft already begun for the procedure, if there is one.

    `valid_from`: the first day of the new version, today when None. Returns the draft's id.
    """
    version = _locked(version_id)
    begun = ProcedureVersion.objects.filter(procedure_id=version.procedure_id, state=_State.DRAFT).first()
    if begun is not None:
        return begun.pk
    content = replace(
        storing.read(version),
        valid_from=valid_from or clock.today(),
        decision_number="",
        decision_date=None,
    )
    return _new_draft(version.procedure, content, version).pk


@transaction.atomic
def save_draft(version_id: int, draft: Draft, *, expected: int) -> int:
    """Replace a draft's content; returns its new edit version. An unfinished draft may be saved.

    Raises Stale when somebody saved it after `expected` was read, Refusal for a published version, and
    Refusal for what no table can hold (a name too long, an unknown field).
    """
    version = _draft(version_id, expected)
    unstorable = [problem for problem in problems(draft) if not problem.unfinished]
    if not Field.objects.filter(code=draft.field_code).exists():
        unstorable.append(DraftProblem("field_code", N_("Choose a field.")))
    if unstorable:
        raise _refused("draft_unreadable", N_("The draft cannot be saved: %(reasons)s"), unstorable)
    storing.fill(version, draft)
    version.edit_version += 1
    version.save()
    storing.write_parts(version, draft)
    return version.edit_version


def check_draft(version_id: int) -> tuple[DraftProblem, ...]:
    """Everything that stands against publishing a draft; empty when nothing does."""
    version = _known(ProcedureVersion.objects.select_related("procedure"), version_id)
    return against(version, storing.read(version))


def content(version_id: int) -> tuple[Draft, int]:
    """What a version says, as a form begins with it, and its edit version. Refuses an unknown one."""
    version = _known(ProcedureVersion.objects.select_related("procedure"), version_id)
    return storing.read(version), version.edit_version


@transaction.atomic
def publish(
    version_id: int,
    *,
    expected: int,
    actor_id: int | None = None,
    valid_from: date | None = None,
    decision_number: str | None = None,
    decision_date: date | None = None,
    decision_order: str | None = None,
) -> int:
    """Publish a draft: in force from its first day on, the version before ends the day before.

    What is given here replaces what the draft says. From now on everybody sees it: it is posted.
    Raises Stale when the draft was changed meanwhile, Refusal with every reason when something is missing.
    `actor_id` is who answers for it; kept in the record.
    """
    version = _draft(version_id, expected)
    version.valid_from = valid_from or version.valid_from
    if decision_number is not None:
        version.decision_number = decision_number.strip()[:100]
    version.decision_date = decision_date or version.decision_date
    version.decision_order = decision_order or version.decision_order
    Procedure.objects.select_for_update().get(pk=version.procedure_id)
    found = against(version, storing.read(version))
    if found:
        raise _refused("draft_incomplete", N_("The draft cannot be published: %(reasons)s"), found)
    published = ProcedureVersion.objects.filter(procedure_id=version.procedure_id, state=_State.PUBLISHED)
    before = published.filter(valid_from__lte=version.valid_from).order_by("-valid_from", "-number").first()
    version.valid_to = storing.supersede(published, version.valid_from)
    version.state = _State.PUBLISHED
    version.published_at = clock.now()
    version.edit_version += 1
    version.save()
    storing.note_changes(version, before)
    return version.pk


@transaction.atomic
def discard_draft(version_id: int, *, expected: int) -> None:
    """Throw a draft away, and a procedure that never had anything else."""
    version = _draft(version_id, expected)
    procedure = version.procedure
    version.delete()
    if not procedure.versions.exists():
        procedure.delete()


@transaction.atomic
def use_process(version_id: int, process_version_id: int, *, expected: int) -> int:
    """Let a draft run on another published process; returns its new edit version."""
    version = _draft(version_id, expected)
    version.process_version_id = process_version_id
    version.edit_version += 1
    version.save(update_fields=["process_version", "edit_version"])
    return version.edit_version


@transaction.atomic
def use_standard_process(version_id: int, *, expected: int, actor_id: int | None = None) -> int:
    """Let a draft run on the standard seven steps, scaled to its time; returns its new edit version."""
    version = _draft(version_id, expected)
    draft = storing.read(version)
    made = process_source.standard(version.procedure.code, draft.name, draft.limit)
    process_version_id = publish_source(
        made.key, draft.name, made.xml, actor_id=actor_id, committed_minutes=made.minutes
    )
    return use_process(version_id, process_version_id, expected=version.edit_version)


@transaction.atomic
def withdraw(version_id: int, *, last_day: date, decision_number: str = "") -> None:
    """End a published version without a successor (R-109): it stays readable for old dossiers.

    Raises Refusal for a draft, or when the last day lies before the first or after the version's end.
    """
    version = _locked(version_id)
    if version.state != _State.PUBLISHED:
        raise Refusal("not_published", N_("Only a published version can be withdrawn."), "")
    if last_day < version.valid_from or (version.valid_to is not None and last_day > version.valid_to):
        raise Refusal(
            "bad_last_day",
            N_("The last day must lie within the time in which the version is in force."),
            N_("Choose another day."),
        )
    version.valid_to = last_day
    version.withdrawn_at = clock.now()
    version.source = {**version.source, "withdrawn_by": decision_number[:100]}
    version.save(update_fields=["valid_to", "withdrawn_at", "source"])


def _new_draft(procedure: Procedure, draft: Draft, old: ProcedureVersion | None) -> ProcedureVersion:
    last = procedure.versions.aggregate(last=Max("number"))["last"] or 0
    version = ProcedureVersion(
        procedure=procedure,
        number=last + 1,
        source=storing.record_of(old) if old else {},
        process_version_id=old.process_version_id if old else None,
    )
    storing.insert(version, draft)
    return version


def _draft(version_id: int, expected: int) -> ProcedureVersion:
    version = _locked(version_id)
    if version.state != _State.DRAFT:
        raise Refusal(
            "version_published",
            N_("A published version is never changed."),
            N_("Make a new draft from it, change that, and publish it."),
        )
    if version.edit_version != expected:
        raise Stale(
            "draft_changed",
            N_("Somebody else has changed this draft meanwhile."),
            N_("Open it again and repeat your change."),
        )
    return version


def _locked(version_id: int) -> ProcedureVersion:
    return _known(
        ProcedureVersion.objects.select_for_update(of=("self",)).select_related("procedure"), version_id
    )


def _known(rows: QuerySet[ProcedureVersion], version_id: int) -> ProcedureVersion:
    version = rows.filter(pk=version_id).first()
    if version is None:
        raise Refusal(
            "unknown_procedure",
            N_("There is no such procedure."),
            N_("Choose the procedure again from the list."),
            status=HttpStatus.NOT_FOUND,
        )
    return version


def _refused(code: str, message: str, found: list[DraftProblem] | tuple[DraftProblem, ...]) -> Refusal:
    reasons = "; ".join(problem.text for problem in found)
    return Refusal(code, message, N_("Correct this and try again."), params={"reasons": reasons})
