"""The small safe condition language of sequence flows. Nothing is ever handed to Python's own evaluator.

A condition compares variables with values and joins the answers::

    ket_qua == "dat" and (so_tien > 500000 or "khan" in nhan)

* values: numbers, 'text', "text", true, false, null, lists ``[1, 2]``; variables with dotted paths (``ho_so.loai``)
* ``== != < <= > >=`` (``=`` inside means ``==``), ``in``, ``not in``, ``contains``, ``+ - * / %``, ``and or not``
  (also ``&& || !``); ``${…}``, ``#{…}`` and a leading ``=`` of other tools are taken off
* a missing variable is null; equality with null or with another type is simply false; ordering with null is false;
  ordering two different types (text < number) is a `ConditionError`, because it is a mistake in the model
* the whole must answer yes or no; null counts as no, anything else is a `ConditionError`
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from motcua.processes.errors import ConditionError

Values = Mapping[str, Any]
_Eval = Callable[[Values], Any]

MAX_LENGTH = 2_000
MAX_DEPTH = 40

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>\d+(?:\.\d+)?(?![\w.]))
    | (?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    | (?P<name>[^\W\d]\w*)
    | (?P<op>===|!==|==|!=|<>|<=|>=|&&|\|\||[-+*/%()\[\],.<>=!])
    )""",
    re.VERBOSE,
)
_WORDS = {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
_SIGNS = {"&&": "and", "||": "or", "!": "not", "=": "==", "===": "==", "!==": "!=", "<>": "!="}
_CONSTANTS = {"true": True, "True": True, "false": False, "False": False, "null": None, "None": None}
_KEYWORDS = {"and", "or", "not", "in", "contains", "empty"}
_COMPARISONS = {"==", "!=", "<", "<=", ">", ">="}
_ESCAPES = {"n": "\n", "t": "\t"}


@dataclass(frozen=True, slots=True)
class Condition:
    """A compiled expression; `variables` are the first names of the paths it reads, sorted."""

    text: str
    variables: tuple[str, ...]
    _evaluate: _Eval = field(repr=False, compare=False)

    def value(self, values: Values) -> Any:
        """The plain value of the expression; raises `ConditionError` when the values do not fit it."""
        return self._evaluate(values)

    def holds(self, values: Values) -> bool:
        """Yes or no; null is no; any other value is a `ConditionError`."""
        answer = self._evaluate(values)
        if answer is None:
            return False
        if answer is True or answer is False:
            return bool(answer)
        raise ConditionError(f"the condition «{self.text}» gives {_show(answer)}, not yes or no")


@lru_cache(maxsize=4096)
def compile_condition(text: str) -> Condition:
    """Read a condition once; raises `ConditionError` with the place of the first mistake."""
    if len(text) > MAX_LENGTH:
        raise ConditionError(f"the condition is longer than {MAX_LENGTH} characters")
    bare = unwrap(text)
    if not bare:
        raise ConditionError("the condition is empty")
    parser = _Parser(bare, _tokens(bare))
    evaluate = parser.whole()
    return Condition(bare, tuple(sorted(parser.variables)), evaluate)


def variables(text: str) -> tuple[str, ...]:
    """The variables a condition reads."""
    return compile_condition(text).variables


def unwrap(text: str) -> str:
    """Take off the expression marks of other tools: ``${x}``, ``#{x}``, ``=x``."""
    bare = text.strip()
    if bare[:2] in ("${", "#{") and bare.endswith("}"):
        return bare[2:-1].strip()
    if bare.startswith("=") and not bare.startswith("=="):
        return bare[1:].strip()
    return bare


def is_expression(text: str) -> bool:
    """Whether a text of another tool is an expression (and not a literal)."""
    bare = text.strip()
    return bare[:2] in ("${", "#{") or bare.startswith("=")


def _tokens(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    at = 0
    end = len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None:
            raise ConditionError(f"cannot read «{text[at : at + 12].strip()}» in the condition «{text}»")
        at = match.end()
        kind = match.lastgroup or ""
        word = match.group(kind)
        if kind == "name" and word in _WORDS:
            kind, word = "op", _WORDS[word]
        elif kind == "op":
            word = _SIGNS.get(word, word)
            kind = "word" if word in _KEYWORDS else "op"
        elif kind == "name" and word in _KEYWORDS:
            kind = "word"
        found.append((kind, word))
    return found


class _Parser:
    """Recursive descent over the tokens; builds closures, so evaluation walks no tree of types."""

    def __init__(self, text: str, tokens: list[tuple[str, str]]) -> None:
        self.text = text
        self.tokens = tokens
        self.at = 0
        self.depth = 0
        self.variables: set[str] = set()

    def whole(self) -> _Eval:
        result = self.either()
        if self.at < len(self.tokens):
            raise self.error(f"unexpected «{self.tokens[self.at][1]}»")
        return result

    def error(self, what: str) -> ConditionError:
        return ConditionError(f"{what} in the condition «{self.text}»")

    def take(self, *words: str) -> str | None:
        if self.at < len(self.tokens):
            kind, word = self.tokens[self.at]
            if kind in ("op", "word") and word in words:
                self.at += 1
                return word
        return None

    def need(self, word: str) -> None:
        if self.take(word) is None:
            raise self.error(f"«{word}» is missing")

    def either(self) -> _Eval:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.error("too many nested parts")
        left = self.both()
        while self.take("or"):
            left = _or(left, self.both(), self.text)
        self.depth -= 1
        return left

    def both(self) -> _Eval:
        left = self.negated()
        while self.take("and"):
            left = _and(left, self.negated(), self.text)
        return left

    def negated(self) -> _Eval:
        count = 0
        while self.take("not"):
            count += 1
        inner = self.compared()
        return _not(inner, self.text) if count % 2 else (_truth(inner, self.text) if count else inner)

    def compared(self) -> _Eval:
        if self.take("empty"):
            inner = self.summed()
            return lambda values: inner(values) in (None, "", [], {}, ())
        left = self.summed()
        sign = self.take(*_COMPARISONS, "in", "contains")
        if sign is None and self.at + 1 < len(self.tokens) and self.tokens[self.at] == ("word", "not"):
            follower = self.tokens[self.at + 1][1]
            if follower in ("in", "contains"):
                self.at += 2
                return _not(_compare(follower, left, self.summed(), self.text), self.text)
        if sign is None:
            return left
        result = _compare(sign, left, self.summed(), self.text)
        if self.at < len(self.tokens) and self.tokens[self.at][1] in _COMPARISONS:
            raise self.error("comparisons cannot be chained; join them with «and»")
        return result

    def summed(self) -> _Eval:
        left = self.multiplied()
        while sign := self.take("+", "-"):
            left = _arithmetic(sign, left, self.multiplied(), self.text)
        return left

    def multiplied(self) -> _Eval:
        left = self.signed()
        while sign := self.take("*", "/", "%"):
            left = _arithmetic(sign, left, self.signed(), self.text)
        return left

    def signed(self) -> _Eval:
        minus = False
        while self.take("-"):
            minus = not minus
        inner = self.primary()
        return _arithmetic("-", lambda _: 0, inner, self.text) if minus else inner

    def primary(self) -> _Eval:
        if self.take("("):
            parts, comma = self.parts(")")
            if not parts:
                raise self.error("nothing between brackets")
            return _list(parts) if comma else parts[0]
        if self.take("["):
            parts, _ = self.parts("]")
            return _list(parts)
        if self.at >= len(self.tokens):
            raise self.error("something is missing at the end")
        kind, word = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            number: int | float = float(word) if "." in word else int(word)
            return lambda _: number
        if kind == "text":
            text = re.sub(r"\\(.)", lambda m: _ESCAPES.get(m[1], m[1]), word[1:-1], flags=re.DOTALL)
            return lambda _: text
        if word == "contains":
            return self.called_contains(None)
        if kind != "name":
            raise self.error(f"unexpected «{word}»")
        if word in _CONSTANTS:
            constant = _CONSTANTS[word]
            return lambda _: constant
        return self.path(word)

    def parts(self, closing: str) -> tuple[list[_Eval], bool]:
        parts: list[_Eval] = []
        comma = False
        while not self.take(closing):
            if parts:
                self.need(",")
                comma = True
            parts.append(self.either())
        return parts, comma

    def path(self, first: str) -> _Eval:
        self.variables.add(first)
        names = [first]
        while self.take("."):
            if self.at >= len(self.tokens):
                raise self.error("a name is missing after the dot")
            kind, word = self.tokens[self.at]
            self.at += 1
            if word == "contains":
                return self.called_contains(_path(tuple(names)))
            if kind not in ("name", "word"):
                raise self.error("a name is missing after the dot")
            names.append(word)
        if self.take("("):
            raise self.error(
                f"«{names[-1]}(…)» is not known; only contains(list or text, part) can be called"
            )
        return _path(tuple(names))

    def called_contains(self, whole: _Eval | None) -> _Eval:
        self.need("(")
        parts, _ = self.parts(")")
        if whole is not None:
            parts.insert(0, whole)
        if len(parts) != 2:
            raise self.error("contains needs the whole and the part")
        return _compare("contains", parts[0], parts[1], self.text)


def _path(names: tuple[str, ...]) -> _Eval:
    first, rest = names[0], names[1:]
    if not rest:
        return lambda values: values.get(first)

    def read(values: Values) -> Any:
        found: Any = values.get(first)
        for name in rest:
            found = found.get(name) if isinstance(found, Mapping) else None
        return found

    return read


def _list(parts: list[_Eval]) -> _Eval:
    fixed = tuple(parts)
    return lambda values: [part(values) for part in fixed]


def _bool(value: Any, text: str) -> bool:
    if value is None or value is False:
        return False
    if value is True:
        return True
    raise ConditionError(f"{_show(value)} is not yes or no in the condition «{text}»")


def _truth(inner: _Eval, text: str) -> _Eval:
    return lambda values: _bool(inner(values), text)


def _not(inner: _Eval, text: str) -> _Eval:
    return lambda values: not _bool(inner(values), text)


def _and(left: _Eval, right: _Eval, text: str) -> _Eval:
    return lambda values: _bool(left(values), text) and _bool(right(values), text)


def _or(left: _Eval, right: _Eval, text: str) -> _Eval:
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
        raise ConditionError(f"{_show(a)} and {_show(b)} cannot be ordered in the condition «{text}»")
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
            raise ConditionError(f"{_show(part)} cannot be looked for in a text in the condition «{text}»")
        return part in whole
    if isinstance(whole, list | tuple):
        return any(_equal(part, item) for item in whole)
    if isinstance(whole, Mapping):
        return isinstance(part, str) and part in whole
    raise ConditionError(f"{_show(whole)} is neither a list nor a text in the condition «{text}»")


def _compare(sign: str, left: _Eval, right: _Eval, text: str) -> _Eval:
    if sign == "==":
        return lambda values: _equal(left(values), right(values))
    if sign == "!=":
        return lambda values: not _equal(left(values), right(values))
    if sign == "in":
        return lambda values: _member(left(values), right(values), text)
    if sign == "contains":
        return lambda values: _member(right(values), left(values), text)
    return lambda values: _ordered(sign, left(values), right(values), text)


def _arithmetic(sign: str, left: _Eval, right: _Eval, text: str) -> _Eval:
    def compute(values: Values) -> Any:
        a, b = left(values), right(values)
        if sign == "+" and isinstance(a, str) and isinstance(b, str) and len(a) + len(b) < 100_000:
            return a + b
        if a is None or b is None:
            return None
        if not (_is_number(a) and _is_number(b)):
            raise ConditionError(f"{_show(a)} {sign} {_show(b)} cannot be computed in the condition «{text}»")
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
            raise ConditionError(f"{_show(a)} {sign} {_show(b)} cannot be computed in «{text}»") from error

    return compute


def _divide(sign: str, a: float, b: float) -> float:
    return a % b if sign == "%" else a / b


def _show(value: Any) -> str:
    shown = "null" if value is None else repr(value)
    return shown if len(shown) <= 40 else shown[:37] + "…"
