"""Columns of the catalogue with a meaning of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from motcua.calendars.worktime import Cutoff
from motcua.procedures.cutoffs import cutoff_of, text_of

if TYPE_CHECKING:
    _Text = models.CharField[Any, Any]
else:
    _Text = models.CharField


class CutoffField(_Text):
    """A cut-off in a column."""

    def from_db_value(self, value: str | None, *_rest: object) -> Cutoff | None:
        """What stands in the row."""
        return cutoff_of(value)

    def to_python(self, value: Any) -> Any:
        """A cut-off as it is, or one written as text."""
        return cutoff_of(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        """What is written into the row."""
        return value if value is None or isinstance(value, str) else text_of(value)
