"""Append-only by the database's own rights."""

from __future__ import annotations

import psycopg.errors
import pytest
from django.db import ProgrammingError, connection

from motcua.kernel import rights

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_application() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE motcua")


@pytest.mark.usefixtures("as_application")
@pytest.mark.parametrize(
    "attempt",
    [
        "UPDATE dossiers_dossierevent SET seq = seq + 1",
        "DELETE FROM dossiers_dossierevent",
        "TRUNCATE dossiers_dossierevent",
    ],
)
def test_the_application_cannot_change_what_the_ledger_says(attempt: str) -> None:
    with pytest.raises(ProgrammingError) as refused, connection.cursor() as cursor:
        cursor.execute(attempt)
    assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)


def test_the_application_may_read_and_append() -> None:
    assert [
        right for right in rights.ledger_rights("motcua") if not right.may_append or right.may_change
    ] == []
    assert len(rights.ledger_rights("motcua")) == len(rights.ledger_tables()) > 0


@pytest.mark.usefixtures("as_application")
def test_the_application_cannot_make_tables() -> None:
    with pytest.raises(ProgrammingError), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE mine (n int)")
