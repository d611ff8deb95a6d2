"""Short ways to say what tests of dossiers say again and again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import pytest

from motcua.dossiers import commands as cmd
from motcua.dossiers import ledger
from motcua.dossiers.state import DossierState
from motcua.dossiers.verify import problems
from motcua.kernel.errors import Refusal
from tests.township import Township


@contextmanager
def refused(code: str, status: int | None = None) -> Iterator[list[Refusal]]:
    """The block is refused with that code, in words a clerk can act on. Gives the refusal afterwards."""
    said: list[Refusal] = []
    with pytest.raises(Refusal) as caught:
        yield said
    refusal = caught.value
    assert refusal.code == code, f"refused with {refusal!r}"
    check_words(refusal)
    if status is not None:
        assert refusal.status == status
    said.append(refusal)


def check_words(refusal: Refusal) -> None:
    """Every refusal says what is wrong, and what to do about it."""
    assert refusal.code
    assert refusal.message.strip().endswith((".", "…"))
    assert "%(" not in refusal.message + refusal.hint
    assert refusal.hint.strip().endswith((".", "…"))
    assert refusal.status in {403, 404, 409, 422}


def known(dossier_id: UUID) -> dict[str, Any]:
    """A new command's identity, for one dossier."""
    return {"command_id": uuid4(), "dossier_id": dossier_id}


def state(dossier_id: UUID) -> DossierState:
    """The dossier as its ledger tells it."""
    return ledger.fold_entries(dossier_id, ledger.entries(dossier_id))


def types_of(dossier_id: UUID) -> list[str]:
    """Names of the events, in order."""
    return [entry.event.type for entry in ledger.entries(dossier_id)]


def complete(dossier_id: UUID, **values: Any) -> cmd.CompleteTask:
    """Complete the step that is open."""
    return cmd.CompleteTask(**known(dossier_id), task_id=state(dossier_id).tasks[0].id, **values)


def decide(dossier_id: UUID, **values: Any) -> cmd.DecideDossier:
    """Decide at the step that is open; approve unless said otherwise."""
    values.setdefault("decision", cmd.Decision.APPROVED)
    return cmd.DecideDossier(**known(dossier_id), task_id=state(dossier_id).tasks[0].id, **values)


def person(township: Township, username: str) -> int:
    """The id of one of the people."""
    found = township.actor(username).person_id
    assert isinstance(found, int)
    return found


def nothing_broken() -> bool:
    """Whether every ledger and every row agree."""
    assert list(problems()) == []
    return True
