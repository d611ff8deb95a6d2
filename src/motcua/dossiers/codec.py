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


def encode(value: Any) -> Any:
    """A value as JSON data: instants in UTC ISO form, ids and enums as text, dataclasses as objects."""
    if value is None or value.__class__ in (str, int, bool, dict):
        return value
    if dataclasses.is_dataclass(value):
        return {
            name: encode(item)
            for name, default in _fields(value.__class__)
            if (item := getattr(value, name)) != default
        }
    if isinstance(value, datetime):
        return value.astimezone(_UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, tuple | list):
        return [encode(item) for item in value]
    return value


def decode(kind: type, data: Any) -> Any:
    """The value of type `kind` that `encode` wrote. Raises KeyError or ValueError on data that is none."""
    return _reader(kind)(data)


_UTC = UTC
_NO_DEFAULT = object()


@cache
def _fields(kind: type) -> tuple[tuple[str, Any], ...]:
    found = []
    for item in dataclasses.fields(kind):
        if item.default is not dataclasses.MISSING:
            default = item.default
        elif item.default_factory is not dataclasses.MISSING:
            default = item.default_factory()
        else:
            default = _NO_DEFAULT
        found.append((item.name, default))
    return tuple(found)


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    origin = typing.get_origin(kind)
    if kind is Any or kind in (str, int, bool) or origin is dict:
        return lambda data: data
    if origin in (typing.Union, types.UnionType):
        inner = [arg for arg in typing.get_args(kind) if arg is not types.NoneType]
        read = _reader(inner[0])
        return lambda data: None if data is None else read(data)
    if origin is tuple:
        read = _reader(typing.get_args(kind)[0])
        return lambda data: tuple(read(item) for item in data)
    if kind in (datetime, date):
        return lambda data: kind.fromisoformat(data)
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        readers = {item.name: _reader(hints[item.name]) for item in dataclasses.fields(kind)}
        return lambda data: kind(**{name: readers[name](item) for name, item in data.items()})
    return typing.cast(Callable[[Any], Any], kind)
