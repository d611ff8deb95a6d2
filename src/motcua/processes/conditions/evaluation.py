"""What the parts of a condition do with values: closures over plain Python values, built by the parser."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from motcua.processes.errors import ConditionError

Values = Mapping[str, Any]
Evaluate = Callable[[Values], Any]


def path(names: tuple[str, ...]) -> Evaluate:
    first, rest = names[0], names[1:]
    if not rest:
        return lambda values: values.get(first)

    def read(values: Values) -> Any:
        found: Any = values.get(first)
        for name in rest:
            found = found.get(name) if isinstance(found, Mapping) else None
        return found

    return read


def listed(parts: list[Evaluate]) -> Evaluate:
    fixed = tuple(parts)
    return lambda values: [part(values) for part in fixed]


def _bool(value: Any, text: str) -> bool:
    if value is None or value is False:
        return False
    if value is True:
        return True
    raise ConditionError(f"{show(value)} is not yes or no in the condition «{text}»")


def truth(inner: Evaluate, text: str) -> Evaluate:
    return lambda values: _bool(inner(values), text)


def negate(inner: Evaluate, text: str) -> Evaluate:
    return lambda values: not _bool(inner(values), text)


def both(left: Evaluate, right: Evaluate, text: str) -> Evaluate:
    return lambda values: _bool(left(values), text) and _bool(right(values), text)


def either(left: Evaluate, right: Evaluate, text: str) -> Evaluate:
    return lambda values: _bool(left(values), text) or _bool(right(values), text)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _equal(a: Any, b: Any) -> bool:
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    return bool(a == b)


def _ordered(sign: str, a: Any, b: Any, text: str) -> bool:
    if a is None or b is None:
        return False
    if not ((_is_number(a) and _is_number(b)) or (isinstance(a, str) and isinstance(b, str))):
        raise ConditionError(f"{show(a)} and {show(b)} cannot be ordered in the condition «{text}»")
    if sign == "<":
        return bool(a < b)
    if sign == "<=":
        return bool(a <= b)
    return bool(a > b) if sign == ">" else bool(a >= b)


def _member(part: Any, whole: Any, text: str) -> bool:
    if whole is None:
        return False
    if isinstance(whole, str):
        if part is None:
            return False
        if not isinstance(part, str):
            raise ConditionError(f"{show(part)} cannot be looked for in a text in the condition «{text}»")
        return part in whole
    if isinstance(whole, list | tuple):
        return any(_equal(part, item) for item in whole)
    if isinstance(whole, Mapping):
        return isinstance(part, str) and part in whole
    raise ConditionError(f"{show(whole)} is neither a list nor a text in the condition «{text}»")


def compare(sign: str, left: Evaluate, right: Evaluate, text: str) -> Evaluate:
    if sign == "==":
        return lambda values: _equal(left(values), right(values))
    if sign == "!=":
        return lambda values: not _equal(left(values), right(values))
    if sign == "in":
        return lambda values: _member(left(values), right(values), text)
    if sign == "contains":
        return lambda values: _member(right(values), left(values), text)
    return lambda values: _ordered(sign, left(values), right(values), text)


def arithmetic(sign: str, left: Evaluate, right: Evaluate, text: str) -> Evaluate:
    def compute(values: Values) -> Any:
        a, b = left(values), right(values)
        if sign == "+" and isinstance(a, str) and isinstance(b, str) and len(a) + len(b) < 100_000:
            return a + b
        if a is None or b is None:
            return None
        if not (_is_number(a) and _is_number(b)):
            raise ConditionError(f"{show(a)} {sign} {show(b)} cannot be computed in the condition «{text}»")
        try:
            return (
                a + b
                if sign == "+"
                else a - b
                if sign == "-"
                else a * b
                if sign == "*"
                else _divide(sign, a, b)
            )
        except ArithmeticError as error:
            raise ConditionError(f"{show(a)} {sign} {show(b)} cannot be computed in «{text}»") from error

    return compute


def _divide(sign: str, a: float, b: float) -> float:
    return a % b if sign == "%" else a / b


def show(value: Any) -> str:
    shown = "null" if value is None else repr(value)
    return shown if len(shown) <= 40 else shown[:37] + "…"
