"""Pages by key: as quick on the last page as on the first, and nothing is counted.

The list is ordered by columns that together are unique, such as `("due_at", "id")`, all ascending or all
descending. A cursor remembers the values at the edge of the page; the next page is what lies beyond.

Lists that must be read whole anyway, a catalogue say, are leafed through by number (`leaf`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core import signing
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Field, Model, QuerySet
from django.db.models.expressions import F
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

from motcua.kernel.formats import number

Row = TypeVar("Row", bound=Model)
Item = TypeVar("Item")

_SALT = "motcua.cursor"
_LONGEST_CURSOR = 1_000


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page, in the list's order. A cursor is empty when there is nothing in that direction."""

    items: list[Row]
    next_cursor: str
    previous_cursor: str

    @property
    def is_only_page(self) -> bool:
        """Whether there is nothing to turn to."""
        return not self.next_cursor and not self.previous_cursor


@dataclass(frozen=True)
class Leaf(Generic[Item]):
    """One page of a list that was read whole; `count` are all its lines. An empty address: no page there."""

    items: Sequence[Item]
    first: int  # the place of its first line, from 1
    count: int
    newer_url: str
    older_url: str

    @property
    def shown(self) -> str:
        """Which lines these are: "51–100 / 288"."""
        last = self.first + len(self.items) - 1
        return f"{number(self.first)}\N{EN DASH}{number(last)} / {number(self.count)}"


def leaf(items: Sequence[Item], asked: int, size: int, url: Callable[[int], str]) -> Leaf[Item]:
    """The page of that number, from 1; the nearest one there is when the list is shorter.

    `url` gives the address of the page with a number.
    """
    last = max(1, -(-len(items) // size))
    here = min(max(1, asked), last)
    start = (here - 1) * size
    return Leaf(
        items[start : start + size],
        start + 1,
        len(items),
        newer_url=url(here - 1) if here > 1 else "",
        older_url=url(here + 1) if here < last else "",
    )


@dataclass(frozen=True)
class _Place:
    values: tuple[Any, ...]
    backwards: bool


def page(queryset: QuerySet[Row], *, order: Sequence[str], cursor: str = "", size: int = 25) -> Page[Row]:
    """The page after (or before) `cursor`; a damaged, foreign or outdated cursor gives the first page.

    The columns of `order` must not be NULL in the queryset and must together be unique; "-" in front means
    descending. Raises ValueError for an order this cannot do.
    """
    names, descending = _order(order)
    place = _read(cursor, queryset, names)
    backwards = place is not None and place.backwards
    wanted = queryset.order_by(*(f"-{name}" if descending != backwards else name for name in names))
    if place is not None:
        wanted = wanted.filter(_beyond(place, names, forwards=descending == backwards))
    rows = list(wanted[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    if backwards:
        rows.reverse()
        if not rows:
            # Everything before has gone since: begin at the beginning.
            return page(queryset, order=order, size=size)
    return Page(
        rows,
        next_cursor=_write(rows[-1], names, backwards=False) if rows and (more or backwards) else "",
        previous_cursor=(
            _write(rows[0], names, backwards=True)
            if rows and ((place and not backwards) or (backwards and more))
            else ""
        ),
    )


def _order(order: Sequence[str]) -> tuple[list[str], bool]:
    descending = {name.startswith("-") for name in order}
    if len(descending) != 1 or len(order) < 2:
        raise ValueError("order by at least two columns, all ascending or all descending")
    return [name.removeprefix("-") for name in order], descending.pop()


def _beyond(place: _Place, names: list[str], *, forwards: bool) -> Any:
    # One comparison of rows, which PostgreSQL answers from the index on these columns.
    lookup = TupleGreaterThan if forwards else TupleLessThan
    return lookup(Tuple(*map(F, names)), tuple(place.values))


def _write(row: Model, names: list[str], *, backwards: bool) -> str:
    values = [_field(type(row), name).value_from_object(row) for name in names]
    text = json.dumps([backwards, *values], cls=_Exact)
    return signing.Signer(salt=_SALT).sign_object([names, text], compress=True)


class _Exact(DjangoJSONEncoder):
    """Microseconds are kept: a cursor cut to milliseconds would show a row twice."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if hasattr(o, "isoformat") else super().default(o)


def _read(cursor: str, queryset: QuerySet[Row], names: list[str]) -> _Place | None:
    if not cursor or len(cursor) > _LONGEST_CURSOR:
        return None
    try:
        written_names, text = signing.Signer(salt=_SALT).unsign_object(cursor)
        backwards, *values = json.loads(text)
        if written_names != names or len(values) != len(names):
            return None
        fields = [_field(queryset.model, name) for name in names]
        return _Place(
            tuple(field.to_python(v) for field, v in zip(fields, values, strict=True)), bool(backwards)
        )
    except (signing.BadSignature, ValueError, TypeError, ValidationError, UnicodeError):
        return None


def _field(model: type[Model], name: str) -> Field[Any, Any]:
    field = model._meta.pk if name == "pk" else model._meta.get_field(name)
    if not isinstance(field, Field):
        raise FieldDoesNotExist(f"{name} is no column of {model.__name__}")
    return field
