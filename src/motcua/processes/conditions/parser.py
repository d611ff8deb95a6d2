"""From the text of a condition to closures: own tokens, own recursive descent, limits on length and depth."""

from __future__ import annotations

import re

from motcua.processes.conditions import evaluation
from motcua.processes.conditions.evaluation import Evaluate
from motcua.processes.errors import ConditionError

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


def tokens(text: str) -> list[tuple[str, str]]:
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


class Parser:
    """Recursive descent over the tokens; builds closures, so evaluation walks no tree of types."""

    def __init__(self, text: str, tokens: list[tuple[str, str]]) -> None:
        self.text = text
        self.found = tokens
        self.at = 0
        self.depth = 0
        self.variables: set[str] = set()

    def whole(self) -> Evaluate:
        result = self.either()
        if self.at < len(self.found):
            raise self.error(f"unexpected «{self.found[self.at][1]}»")
        return result

    def error(self, what: str) -> ConditionError:
        return ConditionError(f"{what} in the condition «{self.text}»")

    def take(self, *words: str) -> str | None:
        if self.at < len(self.found):
            kind, word = self.found[self.at]
            if kind in ("op", "word") and word in words:
                self.at += 1
                return word
        return None

    def need(self, word: str) -> None:
        if self.take(word) is None:
            raise self.error(f"«{word}» is missing")

    def either(self) -> Evaluate:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.error("too many nested parts")
        left = self.both()
        while self.take("or"):
            left = evaluation.either(left, self.both(), self.text)
        self.depth -= 1
        return left

    def both(self) -> Evaluate:
        left = self.negated()
        while self.take("and"):
            left = evaluation.both(left, self.negated(), self.text)
        return left

    def negated(self) -> Evaluate:
        count = 0
        while self.take("not"):
            count += 1
        inner = self.compared()
        return (
            evaluation.negate(inner, self.text)
            if count % 2
            else (evaluation.truth(inner, self.text) if count else inner)
        )

    def compared(self) -> Evaluate:
        if self.take("empty"):
            inner = self.summed()
            return lambda values: inner(values) in (None, "", [], {}, ())
        left = self.summed()
        sign = self.take(*_COMPARISONS, "in", "contains")
        if sign is None and self.at + 1 < len(self.found) and self.found[self.at] == ("word", "not"):
            follower = self.found[self.at + 1][1]
            if follower in ("in", "contains"):
                self.at += 2
                return evaluation.negate(
                    evaluation.compare(follower, left, self.summed(), self.text), self.text
                )
        if sign is None:
            return left
        result = evaluation.compare(sign, left, self.summed(), self.text)
        if self.at < len(self.found) and self.found[self.at][1] in _COMPARISONS:
            raise self.error("comparisons cannot be chained; join them with «and»")
        return result

    def summed(self) -> Evaluate:
        left = self.multiplied()
        while sign := self.take("+", "-"):
            left = evaluation.arithmetic(sign, left, self.multiplied(), self.text)
        return left

    def multiplied(self) -> Evaluate:
        left = self.signed()
        while sign := self.take("*", "/", "%"):
            left = evaluation.arithmetic(sign, left, self.signed(), self.text)
        return left

    def signed(self) -> Evaluate:
        minus = False
        while self.take("-"):
            minus = not minus
        inner = self.primary()
        return evaluation.arithmetic("-", lambda _: 0, inner, self.text) if minus else inner

    def primary(self) -> Evaluate:
        if self.take("("):
            parts, comma = self.parts(")")
            if not parts:
                raise self.error("nothing between brackets")
            return evaluation.listed(parts) if comma else parts[0]
        if self.take("["):
            parts, _ = self.parts("]")
            return evaluation.listed(parts)
        if self.at >= len(self.found):
            raise self.error("something is missing at the end")
        kind, word = self.found[self.at]
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

    def parts(self, closing: str) -> tuple[list[Evaluate], bool]:
        parts: list[Evaluate] = []
        comma = False
        while not self.take(closing):
            if parts:
                self.need(",")
                comma = True
            parts.append(self.either())
        return parts, comma

    def path(self, first: str) -> Evaluate:
        self.variables.add(first)
        names = [first]
        while self.take("."):
            if self.at >= len(self.found):
                raise self.error("a name is missing after the dot")
            kind, word = self.found[self.at]
            self.at += 1
            if word == "contains":
                return self.called_contains(evaluation.path(tuple(names)))
            if kind not in ("name", "word"):
                raise self.error("a name is missing after the dot")
            names.append(word)
        if self.take("("):
            raise self.error(
                f"«{names[-1]}(…)» is not known; only contains(list or text, part) can be called"
            )
        return evaluation.path(tuple(names))

    def called_contains(self, whole: Evaluate | None) -> Evaluate:
        self.need("(")
        parts, _ = self.parts(")")
        if whole is not None:
            parts.insert(0, whole)
        if len(parts) != 2:
            raise self.error("contains needs the whole and the part")
        return evaluation.compare("contains", parts[0], parts[1], self.text)
