"""What citizens may see without signing in. Of dossiers: code and degree of completion only (R-115)."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime

from motcua.calendars.queries import work_calendar
from motcua.dossiers.codes import normalise_typed
from motcua.dossiers.models import Dossier
from motcua.dossiers.status import Status
from motcua.kernel import time
from motcua.kernel.errors import Refusal
from motcua.offices.models import Office
from motcua.offices.pages import public_offices
from motcua.offices.routing import calendar_of_office
from motcua.portal.stages import PUBLIC_STAGE, PUBLIC_STEPS, PublicStage
from motcua.procedures.queries import version_in_force, versions

_LONGEST_CODE = 64
_NO_DIGITS = "----"


@dataclass(frozen=True, slots=True)
class Progress:
    """The degree of completion of one dossier. `on_its_way`: the result is not yet at the desk that gives it out."""

    code: str
    stage: PublicStage
    on_its_way: bool = False

    @property
    def steps(self) -> list[dict[str, object]]:
        """The four public steps with what is done and where it stands."""
        at = self.stage.step
        finished = at == len(PUBLIC_STEPS)
        return [
            {
                "title": step.text,
                "state": "done" if number < at or finished else "current" if number == at else "waiting",
            }
            for number, step in enumerate(PUBLIC_STEPS, 1)
        ]


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """Whether a desk is open now, and its shifts of today ("07:30–11:30")."""

    open_now: bool
    shifts: tuple[str, ...]
    day_off: str  # name of the holiday, when it is one


def progress_of(code: str, digits: str) -> Progress | None:
    """The progress of a dossier for whoever knows its code and four digits of the applicant.

    `digits` are the last four of the identity number or the phone. None in every other case: nobody learns
    whether a code exists. Both cases do the same work.
    """
    row = (
        Dossier.objects.filter(code=normalise_typed(code)[:_LONGEST_CODE])
        .values_list("code", "status", "applicant", "state__transfers")
        .first()
    )
    found, status, applicant, transfers = row if row else ("", Status.DRAFT.value, {}, None)
    matches = [
        hmac.compare_digest(_last_four(str(applicant.get(name, ""))).encode(), digits.encode())
        for name in ("id_number", "phone")
    ]
    stage = PUBLIC_STAGE[Status(status)]
    if not any(matches) or stage is None or not found:
        return None
    return Progress(found, stage, on_its_way=bool(transfers))


def opening_hours(office_id: int) -> OpeningHours | None:
    """Today's shifts by the office's calendar; None when it has none."""
    now = time.local(time.now())
    try:
        calendar = work_calendar(calendar_of_office(office_id))
    except Refusal:
        return None
    shifts = calendar.shifts_on(now.date())
    minute = now.hour * 60 + now.minute
    return OpeningHours(
        open_now=any(shift.start <= minute < shift.end for shift in shifts),
        shifts=tuple(str(shift).replace("-", "–") for shift in shifts),
        day_off="" if shifts else calendar.name_of_day_off(now.date()) or "",
    )


def desks() -> list[Office]:
    """Offices with a desk that exist today."""
    return list(public_offices())


def version_to_show(code: str, now: datetime) -> tuple[int | None, bool]:
    """The version in force, else the last one there was (R-109); and whether it is in force."""
    current = version_in_force(code, time.local(now).date())
    if current is not None:
        return current, True
    past = [line for line in versions(code) if line.state == "published"]
    return (past[0].version_id, False) if past else (None, False)


def _last_four(text: str) -> str:
    bare = "".join(sign for sign in text if sign.isalnum()).upper()
    return bare[-4:] if len(bare) >= 4 else _NO_DIGITS
