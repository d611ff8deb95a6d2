"""What a typed text may be: no longer than its place holds, and of signs that can be kept. Pure."""

from __future__ import annotations

import dataclasses
from functools import cache
from typing import Any

from motcua.dossiers import commands as cmd
from motcua.kernel.errors import N_, Refusal

_LONGEST = 10_000
_LIMITS = {
    (cmd.Applicant, "name"): 200,
    (cmd.Applicant, "kind"): 12,
    (cmd.Applicant, "id_kind"): 12,
    (cmd.Applicant, "id_number"): 30,
    (cmd.Applicant, "address"): 300,
    (cmd.Applicant, "phone"): 30,
    (cmd.Applicant, "email"): 254,
    (cmd.Paper, "name"): 500,
    (cmd.Paper, "file_name"): 255,
    (cmd.CompleteTask, "result_number"): 100,
    (cmd.CompleteTask, "number_sign"): 40,
}


def check_texts(command: cmd.Command) -> None:
    """Raises Refusal for a text that is too long for its place, or that no database can hold."""
    _check(command)


def check_applicant(applicant: cmd.Applicant) -> None:
    """The same for data that a correction leads to."""
    _check(applicant)


@cache
def _fields(kind: type) -> tuple[tuple[str, int], ...]:
    return tuple(
        (item.name, _LIMITS.get((kind, item.name), _LONGEST))
        for item in dataclasses.fields(kind)
        if "UUID" not in str(item.type) and "datetime" not in str(item.type)
    )


def _check(value: Any) -> None:
    for name, longest in _fields(value.__class__):
        item = getattr(value, name)
        if item.__class__ is str:
            if item and (len(item) > longest or not _storable(item)):
                raise _unfit(longest)
        elif item.__class__ is tuple:
            for part in item:
                if dataclasses.is_dataclass(part):
                    _check(part)
        elif item.__class__ is dict:
            _check_variables(item)
        elif dataclasses.is_dataclass(item):
            _check(item)


def _check_variables(variables: dict[str, Any]) -> None:
    for name, item in variables.items():
        if item.__class__ not in (str, int, bool):
            raise Refusal(
                "variable_unfit",
                N_("The answer “%(name)s” is neither a text, a whole number nor yes or no."),
                N_("Enter it again."),
                params={"name": name},
            )
        for text in (name, item):
            if text.__class__ is str and (len(text) > _LONGEST or not _storable(text)):
                raise _unfit(_LONGEST)


def _storable(text: str) -> bool:
    """Whether it has neither NUL nor half a sign, as broken copies from other programs do."""
    if text.isascii():
        return "\x00" not in text
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\x00" not in text


def _unfit(longest: int) -> Refusal:
    return Refusal(
        "text_unfit",
        N_("A text is longer than %(longest)s characters, or has signs that cannot be kept."),
        N_("Shorten it, or type it again instead of pasting."),
        params={"longest": longest},
    )
