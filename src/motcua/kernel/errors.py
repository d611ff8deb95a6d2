"""What the law or the process forbids, said so that a clerk can act on it. Imports no Django."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum


class Status(IntEnum):
    """The HTTP status a refusal is shown with."""

    FORBIDDEN = 403
    NOT_FOUND = 404
    STALE = 409
    UNPROCESSABLE = 422
    TOO_MANY = 429


def N_(text: str) -> str:  # noqa: N802 - the customary name of the translation marker
    """Mark a message for translation where Django may not be imported; `kernel.wording` translates it."""
    return text


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """A command that is not carried out, and nothing of it is.

    `code` is a stable short name for programs ("already_decided"); `message` says what is wrong and `hint`
    what to do next, both English msgids with `%(name)s` places filled from `params`, or lazy translations.
    """

    def __init__(
        self,
        code: str,
        message: object,
        hint: object = "",
        *,
        params: Mapping[str, object] | None = None,
        status: int = Status.UNPROCESSABLE,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.raw_message = message
        self.raw_hint = hint
        self.params: dict[str, object] = dict(params or {})
        self.status = int(status)

    @property
    def message(self) -> str:
        """The message with its places filled, untranslated unless it was lazy."""
        return fill(str(self.raw_message), self.params)

    @property
    def hint(self) -> str:
        """The hint with its places filled, untranslated unless it was lazy."""
        return fill(str(self.raw_hint), self.params)

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()

    def __repr__(self) -> str:
        return f"Refusal({self.code!r}, {self.message!r})"


class Stale(Refusal):
    """Somebody else was faster: the version that was seen is no longer the present one."""

    def __init__(
        self,
        code: str,
        message: object,
        hint: object = "",
        *,
        params: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(code, message, hint, params=params, status=Status.STALE)


class _Gaps(dict[str, object]):
    def __missing__(self, key: str) -> object:
        return f"({key})"


def fill(text: str, params: Mapping[str, object]) -> str:
    """Fill `%(name)s` places. A wrong place never hides the refusal itself behind another error."""
    if not params:
        return text
    try:
        return text % _Gaps(params)
    except (TypeError, ValueError):
        return text
