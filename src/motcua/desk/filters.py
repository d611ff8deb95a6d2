"""What a person chose to see in the list, and where the list stands; remembered in the session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from django.core import signing

_LONGEST = 100
Choice = TypeVar("Choice", bound=StrEnum)


class Scope(StrEnum):
    """Whose tasks."""

    MINE = "mine"
    UNIT = "unit"
    OFFICE = "office"


class When(StrEnum):
    """Which deadlines; ANY leaves them open."""

    ANY = ""
    LATE = "late"
    TODAY = "today"
    SOON = "soon"  # within three days from now


@dataclass(frozen=True, slots=True)
class Filters:
    """The list a person works through. Texts are as typed; nothing in them is trusted."""

    scope: Scope = Scope.MINE
    when: When = When.ANY
    step: str = ""
    group: int | None = None
    procedure: str = ""
    q: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Filters:
        """From an address or a session; what makes no sense is left out."""
        group = given.get("group", "")
        return cls(
            scope=_choice(Scope, given.get("scope", ""), Scope.MINE),
            when=_choice(When, given.get("when", ""), When.ANY),
            step=given.get("step", "")[:20],
            group=int(group) if group.isascii() and group.isdigit() and len(group) < 10 else None,
            procedure=given.get("procedure", "").strip()[:_LONGEST],
            q=given.get("q", "").strip()[:_LONGEST],
        )

    def as_texts(self) -> dict[str, str]:
        """For the session and for addresses; empty choices are left out."""
        return {name: str(value) for name, value in asdict(self).items() if value not in (None, "")}

    def with_(self, **changes: object) -> Filters:
        """The same list with some choices changed."""
        return replace(self, **changes)  # type: ignore[arg-type]

    @property
    def narrowed(self) -> bool:
        """Whether anything but the scope was chosen."""
        return self != Filters(scope=self.scope)


NAMES = frozenset(field.name for field in fields(Filters))


@dataclass(frozen=True, slots=True)
class Edge:
    """A place in the list: before or after this task, in the order of (due, id), no due date last."""

    due_at: datetime | None
    task_id: UUID
    backwards: bool = False

    def write(self) -> str:
        """For an address, signed."""
        due = self.due_at.isoformat() if self.due_at else ""
        return signing.Signer(salt=_SALT).sign(f"{'-' if self.backwards else '+'}{self.task_id}{due}")

    @staticmethod
    def read(text: str) -> Edge | None:
        """The place an address names; None for anything damaged or made up."""
        try:
            plain = signing.Signer(salt=_SALT).unsign(text[:300])
            due = plain[37:]
            return Edge(datetime.fromisoformat(due) if due else None, UUID(plain[1:37]), plain[0] == "-")
        except (signing.BadSignature, ValueError, IndexError):
            return None


_SALT = "motcua.desk.edge"


def _choice(kind: type[Choice], text: str, default: Choice) -> Choice:
    return kind(text) if text in set(kind) else default
