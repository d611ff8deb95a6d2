"""Frozen dataclasses to JSON and back, by their own annotations. Fields at their default are left out.

An event stored years ago must read as it was meant: fields are only ever added, with a default.
"""

import dataclasses
import types
import typing
from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from typing import Any
from uuid import UUID

Convert = Callable[[Any], Any]
_NO_DEFAULT = object()


def encode(value: Any) -> Any:
    """A dataclass as JSON data: instants in UTC ISO form, ids and enums as text, dataclasses as objects."""
    return _writer(value.__class__)(value)


def decode(kind: type, data: Any) -> Any:
    """The value of type `kind` that `encode` wrote. Raises KeyError, TypeError or ValueError on other data."""
    return _reader(kind)(data)


def _same(value: Any) -> Any:
    return value


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat()


def _optional(convert: Convert) -> Convert:
    return lambda value: None if value is None else convert(value)


@cache
def _writer(kind: Any) -> Convert:
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        inner = _writer(_inner(kind))
        return inner if inner is _same else _optional(inner)
    if origin is tuple:
        each = _writer(typing.get_args(kind)[0])
        return lambda values: [each(item) for item in values]
    if not isinstance(kind, type):
        return _same
    if dataclasses.is_dataclass(kind):
        return _object_writer(kind)
    if issubclass(kind, datetime):
        return _instant
    if issubclass(kind, date):
        return date.isoformat
    if issubclass(kind, Enum):
        return lambda value: value.value
    return str if issubclass(kind, UUID) else _same


def _object_writer(kind: type) -> Convert:
    hints = typing.get_type_hints(kind)
    parts = tuple((item.name, _default(item), _writer(hints[item.name])) for item in dataclasses.fields(kind))

    def write(value: Any) -> dict[str, Any]:
        found = {}
        for name, default, convert in parts:
            item = getattr(value, name)
            if item is not default and item != default:
                found[name] = item if convert is _same else convert(item)
        return found

    return write


def _default(item: "dataclasses.Field[Any]") -> Any:
    if item.default is not dataclasses.MISSING:
        return item.default
    return item.default_factory() if item.default_factory is not dataclasses.MISSING else _NO_DEFAULT


def _inner(kind: Any) -> Any:
    return next(arg for arg in typing.get_args(kind) if arg is not types.NoneType)


@cache
def _reader(kind: Any) -> Convert:
    origin = typing.get_origin(kind)
    if kind is Any or kind in (str, int, bool) or origin is dict:
        return _same
    if origin in (typing.Union, types.UnionType):
        return _optional(_reader(_inner(kind)))
    if origin is tuple:
        each = _reader(typing.get_args(kind)[0])
        return lambda data: tuple([each(item) for item in data])
    if kind in (datetime, date):
        return typing.cast(Convert, kind.fromisoformat)
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        readers = {item.name: _reader(hints[item.name]) for item in dataclasses.fields(kind)}
        make = typing.cast(Callable[..., Any], kind)
        return lambda data: make(**{name: readers[name](item) for name, item in data.items()})
    return typing.cast(Convert, kind)
