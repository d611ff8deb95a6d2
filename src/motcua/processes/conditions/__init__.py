"""The small safe condition language of sequence flows. Nothing is ever handed to Python's own evaluator.

A condition compares variables with values and joins the answers::

    ket_qua == "dat" and (so_tien > 500000 or "khan" in nhan)

* values: numbers, 'text', "text", true, false, null, lists ``[1, 2]``; variables with dotted paths
  (``ho_so.loai``)
* ``== != < <= > >=`` (``=`` inside means ``==``), ``in``, ``not in``, ``contains``, ``+ - * / %``, ``and or
  not`` (also ``&& || !``); ``${…}``, ``#{…}`` and a leading ``=`` of other tools are taken off
* a missing variable is null; equality with null or with another type is simply false; ordering with null is
  false; ordering two different types (text < number) is a `ConditionError`, because it is a mistake in the
  model
* the whole must answer yes or no; null counts as no, anything else is a `ConditionError`
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from motcua.processes.conditions import evaluation
from motcua.processes.conditions.evaluation import Evaluate, Values
from motcua.processes.conditions.parser import Parser, tokens
from motcua.processes.errors import ConditionError

MAX_LENGTH = 2_000


@dataclass(frozen=True, slots=True)
class Condition:
    """A compiled expression; `variables` are the first names of the paths it reads, sorted."""

    text: str
    variables: tuple[str, ...]
    _evaluate: Evaluate = field(repr=False, compare=False)

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
        raise ConditionError(f"the condition «{self.text}» gives {evaluation.show(answer)}, not yes or no")


@lru_cache(maxsize=4096)
def compile_condition(text: str) -> Condition:
    """Read a condition once; raises `ConditionError` with the place of the first mistake."""
    if len(text) > MAX_LENGTH:
        raise ConditionError(f"the condition is longer than {MAX_LENGTH} characters")
    bare = unwrap(text)
    if not bare:
        raise ConditionError("the condition is empty")
    parser = Parser(bare, tokens(bare))
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
