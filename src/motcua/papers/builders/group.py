"""The one receipt of a group of procedures: what was asked for, and when each result and all of them are due."""

from __future__ import annotations

from motcua.dossiers.commands import GroupPart
from motcua.dossiers.groups import promised
from motcua.papers.forms import Appointment
from motcua.procedures.queries import procedure_sheet


def request_of_group(group: GroupPart) -> str:
    """Nội dung yêu cầu giải quyết: the group by its name in the catalogue, else its parts by theirs."""
    if group.procedure_version_id:
        return procedure_sheet(group.procedure_version_id).name
    return "; ".join(part.procedure for part in promised(group.id))


def appointments(group: GroupPart) -> tuple[Appointment, ...]:
    """One for each part, with the code that follows it, and the last one for the whole."""
    parts = promised(group.id)
    each = [
        Appointment(part.due_at, f"phần {number}: {part.procedure}, mã hồ sơ {part.code}")
        for number, part in enumerate(parts, 1)
    ]
    return *each, Appointment(max(part.due_at for part in parts), "toàn bộ")
