"""What stands against publishing a draft, beside the catalogue, the processes and the calendar of today."""

from __future__ import annotations

from django.db.models import Max

from motcua.kernel import time as clock
from motcua.kernel.errors import N_
from motcua.procedures.draft_checks import DraftProblem, problems
from motcua.procedures.drafts import Draft
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.queries.pinned import in_force
from motcua.procedures.step_plan import minutes_of
from motcua.processes.queries import problems_of


def against(version: ProcedureVersion, draft: Draft) -> tuple[DraftProblem, ...]:
    """Everything that stands against publishing the draft with this content; empty when nothing does."""
    found = list(problems(draft))
    if version.process_version_id is None:
        found.append(DraftProblem("process", N_("The procedure has no process yet; choose one.")))
    else:
        reasons = problems_of(version.process_version_id, minutes_of(draft.limit))
        found += [
            DraftProblem("process", N_("Process: %(reason)s"), {"reason": reason}) for reason in reasons
        ]
    found += _parts_problems(version, draft)
    if draft.decision_date is not None and draft.decision_date > clock.today():
        message = N_("The decision is dated in the future; enter the day it was signed.")
        found.append(DraftProblem("decision_date", message))
    last = (
        ProcedureVersion.objects.filter(
            procedure_id=version.procedure_id, state=ProcedureVersion.State.PUBLISHED
        )
        .aggregate(last=Max("valid_from"))
        .get("last")
    )
    if last is not None and draft.valid_from < last:
        message = N_("The first day lies before that of the last version, %(day)s.")
        found.append(DraftProblem("valid_from", message, {"day": last.strftime("%d/%m/%Y")}))
    return tuple(found)


def _parts_problems(version: ProcedureVersion, draft: Draft) -> list[DraftProblem]:
    """Parts that are not in force on the first day, or are groups themselves."""
    if not draft.parts:
        return []
    known = in_force([part.code for part in draft.parts], draft.valid_from)
    groups = ProcedureVersion.objects.filter(pk__in=[pk for pk, _name in known.values()]).exclude(
        group_parts=[]
    )
    nested = set(groups.values_list("procedure__code", flat=True)) | {version.procedure.code}
    found = []
    for number, part in enumerate(draft.parts, 1):
        told = {"number": number, "code": part.code}
        if part.code in nested:
            found.append(DraftProblem("parts", N_("Part %(number)s: %(code)s is a group itself."), told))
        elif part.code not in known:
            found.append(DraftProblem("parts", N_("Part %(number)s: %(code)s is not in force then."), told))
    return found
