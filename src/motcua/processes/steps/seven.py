"""The standard seven steps, for the procedures whose decision prints none."""

from __future__ import annotations

from motcua.processes.errors import StepsError
from motcua.processes.steps.rows import END, Next, StepRow

_SEVEN = (
    ("Tiếp nhận hồ sơ", "receptionist", "desk", "receive"),
    ("Phân công thụ lý", "head_of_unit", "division", "assign"),
    ("Thẩm định hồ sơ", "case_officer", "division", "examine"),
    ("Xem xét, trình ký", "head_of_unit", "division", "review"),
    ("Ký duyệt", "signing_leader", "leadership", "sign"),
    ("Vào sổ, đóng dấu", "clerk", "clerk", "clerk"),
    ("Trả kết quả", "receptionist", "desk", "return"),
)
# share of the whole in sixteenths, and the most it may take, in working minutes
_SHARES = {"receive": (1, 240), "assign": (1, 240), "review": (2, 480), "sign": (2, 480), "clerk": (1, 240)}


def standard_seven(total_minutes: int | None = None) -> tuple[StepRow, ...]:
    """The standard seven steps: receive → assign → examine → review → sign → number and seal → return.

    `total_minutes` of working time are split: small shares to the others, the rest to examining, nothing to
    the return step ("giờ hành chính, không tính thời gian"). Without a total no step counts time.
    """
    times: dict[str, int] = {}
    if total_minutes:
        if total_minutes < 16:
            raise StepsError("the standard seven steps need at least 16 working minutes")
        times = {action: min(total_minutes * part // 16, most) for action, (part, most) in _SHARES.items()}
        times["examine"] = total_minutes - sum(times.values())
    rows = []
    for number, (name, role, unit, action) in enumerate(_SEVEN, 1):
        after = Next(None, number + 1 if number < len(_SEVEN) else END)
        rows.append(StepRow(number, name, role, unit, printed(times.get(action)), action, (after,)))
    return tuple(rows)


def printed(working_minutes: int | None) -> str:
    """Minutes as a table prints them: ``480`` → ``1wd``, ``240`` → ``0.5wd``, ``60`` → ``1wh``, ``50`` →
    ``50min``.
    """
    if working_minutes is None:
        return ""
    if working_minutes and working_minutes % 240 == 0:
        return f"{working_minutes / 480:g}wd"
    if working_minutes and working_minutes % 60 == 0:
        return f"{working_minutes // 60}wh"
    return f"{working_minutes}min"
