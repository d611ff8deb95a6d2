"""Reading what came from outside: every value is what it should be, or the whole is unreadable. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NoReturn
from uuid import UUID

from motcua.exchange.refusals import NotTakenError, Reason

LARGEST_MESSAGE = 1024 * 1024  # bytes; files travel beside the messages
_MOST_ITEMS = 500


def canonical(value: Any) -> bytes:
    """The one way in which a value is written: sorted keys, no blanks, UTF-8."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode()


def read_object(data: bytes) -> Mapping[str, Any]:
    """The JSON object in the bytes. Raises NotTakenError."""
    if len(data) > LARGEST_MESSAGE:
        raise NotTakenError(Reason.TOO_LARGE)
    try:
        found = json.loads(data, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise unreadable(str(error)) from error
    if not isinstance(found, dict):
        raise unreadable("not an object")
    return found


def unreadable(detail: str) -> NotTakenError:
    """What cannot be read, and why."""
    return NotTakenError(Reason.UNREADABLE, detail[:200])


def text(values: Mapping[str, Any], name: str, longest: int = 300, *, needed: bool = True) -> str:
    """A text without NUL or halves of signs; empty only when it is not needed."""
    found = values.get(name, "")
    if not isinstance(found, str) or len(found) > longest or "\x00" in found:
        raise unreadable(f"{name} is no text of at most {longest} signs")
    try:
        found.encode()
    except UnicodeEncodeError as error:
        raise unreadable(f"{name} has half a sign") from error
    if needed and not found.strip():
        raise unreadable(f"{name} is empty")
    return found.strip()


def number(values: Mapping[str, Any], name: str, least: int = 0, most: int = 2**31 - 1) -> int:
    """A whole number in its bounds."""
    found = values.get(name)
    if not isinstance(found, int) or isinstance(found, bool) or not least <= found <= most:
        raise unreadable(f"{name} is no number from {least} to {most}")
    return found


def identifier(values: Mapping[str, Any], name: str) -> UUID:
    """A UUID in its usual form."""
    found = text(values, name, 36)
    try:
        return UUID(found)
    except ValueError as error:
        raise unreadable(f"{name} is no UUID") from error


def instant(values: Mapping[str, Any], name: str) -> datetime:
    """An instant with its offset."""
    found = text(values, name, 40)
    try:
        at = datetime.fromisoformat(found)
        if at.tzinfo is None:
            raise unreadable(f"{name} has no offset")
        return at.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise unreadable(f"{name} is no instant") from error


def objects(values: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """A list of objects, at most 500."""
    found = values.get(name, [])
    if not isinstance(found, list) or len(found) > _MOST_ITEMS or not all(isinstance(i, dict) for i in found):
        raise unreadable(f"{name} is no list of at most {_MOST_ITEMS} objects")
    return found


def part(values: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """An object in the object."""
    found = values.get(name)
    if not isinstance(found, dict):
        raise unreadable(f"{name} is no object")
    return found


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")
