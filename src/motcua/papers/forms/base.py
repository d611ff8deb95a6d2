"""What all papers have in common: which fields must be filled, and how values become text. Pure.

A field that the law demands is written `Annotated[str, Needed("its Vietnamese label")]`; `check` names the
labels of those that are empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Annotated, Any, ClassVar, get_args, get_origin, get_type_hints

from motcua.kernel.errors import N_, Refusal
from motcua.papers import words
from motcua.papers.kinds import KINDS, Form


@dataclass(frozen=True, slots=True)
class Needed:
    """Marks a field that must be filled, with its label on the form."""

    label: str


@dataclass(frozen=True, slots=True)
class Dong:
    """Marks an amount of money in đồng."""


Amount = Annotated[int, Dong()]


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """A place for a signature: heading in capitals, hint below it, and the name under the signature."""

    heading: str
    name: str = ""
    hint: str = "(Ký và ghi rõ họ tên)"
    prefix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormData:
    """The content of one paper."""

    form: ClassVar[Form]

    def problems(self) -> Iterator[str]:
        """Labels of what is missing or contradicts itself, beyond single empty fields."""
        return iter(())

    def blocks(self) -> tuple[SignatureBlock, ...]:
        """Who signs, from left to right; the last one is the office's, and may be renamed by its style."""
        return ()


def check(data: FormData) -> None:
    """Refuse data that lack what the form must say; the refusal names every missing field."""
    missing = [*_empty(data), *data.problems()]
    if missing:
        raise Refusal(
            "paper_incomplete",
            N_("The paper “%(form)s” cannot be drawn. Missing or wrong: %(fields)s."),
            N_("Complete the data of the dossier, then draw the paper again. No number was used."),
            params={"form": KINDS[data.form].title, "fields": "; ".join(dict.fromkeys(missing))},
        )


def plain(value: Any, hint: Any = None) -> Any:
    """A value as JSON for the drawing: instants and amounts as words, everything else as it is."""
    if get_origin(hint) is Annotated and any(isinstance(mark, Dong) for mark in get_args(hint)[1:]):
        return None if value is None else {"digits": words.money(value), "words": words.money_in_words(value)}
    if is_dataclass(value) and not isinstance(value, type):
        hints = _hints(type(value))
        return {item.name: plain(getattr(value, item.name), hints[item.name]) for item in fields(value)}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return {
            "long": words.long_instant(value),
            "short": words.short_instant(value),
            "day": words.short_day(value),
            "long_day": words.long_day(value),
        }
    if isinstance(value, date):
        return {"long": words.long_day(value), "day": words.short_day(value)}
    return value


def _empty(value: Any) -> Iterator[str]:
    hints = _hints(type(value))
    for item in fields(value):
        content = getattr(value, item.name)
        needed = _mark(hints[item.name])
        if needed is not None and _is_empty(content):
            yield needed.label
        for part in content if isinstance(content, tuple) else (content,):
            if is_dataclass(part) and not isinstance(part, type):
                yield from _empty(part)


def _mark(hint: Any) -> Needed | None:
    if get_origin(hint) is not Annotated:
        return None
    return next((mark for mark in get_args(hint)[1:] if isinstance(mark, Needed)), None)


def _is_empty(content: Any) -> bool:
    return content is None or content == () or (isinstance(content, str) and not content.strip())


_known_hints: dict[type, dict[str, Any]] = {}


def _hints(cls: type) -> dict[str, Any]:
    if cls not in _known_hints:
        _known_hints[cls] = get_type_hints(cls, include_extras=True)
    return _known_hints[cls]
