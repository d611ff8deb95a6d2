"""Commands about the parts of a group handed in together; given by the program itself."""

from dataclasses import dataclass

from motcua.dossiers.commands.core import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class AwaitPart(Command):
    """The part is received, but begins only when an earlier one is approved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StartPart(Command):
    """The earlier part is approved: this one begins, with its limit in full. `earlier` is that part's code."""

    earlier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StopPart(Command):
    """The earlier part ended without approval, so this one cannot begin (R-59)."""

    earlier: str
