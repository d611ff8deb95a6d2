"""Who may do what to which table: the application never changes or deletes what a ledger says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, ProgrammingError, connections
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from motcua.kernel.database import given_owner_url, given_url
from motcua.kernel.embedded import Role

EXTENSIONS = ("unaccent", "pg_trgm", "btree_gist")


@dataclass(frozen=True)
class LedgerRights:
    """What a role may do to a ledger."""

    table: str
    may_append: bool
    may_change: bool


def application_role() -> str | None:
    """The role of daily work; None when one address serves for everything and nothing can be withheld."""
    if not given_url():
        return Role.APPLICATION.value
    if not given_owner_url():
        return None
    return str(conninfo_to_dict(given_url()).get("user") or "") or None


def ledger_tables() -> list[str]:
    """The append-only tables (settings.LEDGER_TABLES) that exist in this version."""
    known = {model._meta.db_table for model in apps.get_models()}
    return [table for table in settings.LEDGER_TABLES if table in known]


def ensure_extensions(using: str = DEFAULT_DB_ALIAS) -> None:
    """Create the three extensions where missing. They are trusted: owning the database is enough."""
    with connections[using].cursor() as cursor:
        for name in EXTENSIONS:
            cursor.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(name)))


def grant_rights(using: str = DEFAULT_DB_ALIAS) -> None:
    """Give the application's role its rights on everything there is now; safe to repeat.

    Call as the owner, after every migration. Does nothing when the same role does everything.
    """
    role = application_role()
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_schema(), to_regrole(%s) IS NOT NULL", [role or ""])
        current, schema, exists = cursor.fetchone()
        if role is None or role == current or not exists:
            return
        names = {"role": sql.Identifier(role), "schema": sql.Identifier(schema)}
        for statement in (
            "GRANT USAGE ON SCHEMA {schema} TO {role}",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role}",
            "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role}",
        ):
            cursor.execute(sql.SQL(statement).format(**names))
        present = set(connection.introspection.table_names(cursor))
        for table in set(ledger_tables()) & present:
            cursor.execute(
                sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {role}").format(
                    table=sql.Identifier(table), **names
                )
            )


def ledger_rights(role: str, using: str = DEFAULT_DB_ALIAS) -> list[LedgerRights]:
    """What `role` may do to each ledger, as the database itself sees it."""
    found = []
    with connections[using].cursor() as cursor:
        for table in ledger_tables():
            cursor.execute(
                "SELECT has_table_privilege(%(role)s, %(table)s, 'INSERT'),"
                " has_table_privilege(%(role)s, %(table)s, 'UPDATE')"
                " OR has_table_privilege(%(role)s, %(table)s, 'DELETE')",
                {"role": role, "table": table},
            )
            append, change = cursor.fetchone()
            found.append(LedgerRights(table, append, change))
    return found


def before_migrations(**arguments: Any) -> None:
    """pre_migrate: the first tables already need the extensions."""
    if arguments.get("plan"):
        try:
            ensure_extensions(arguments["using"])
        except ProgrammingError as error:
            raise SystemExit(
                f"The database refuses an extension ({str(error).splitlines()[0]}). "
                "Ask its administrator to run: "
                + " ".join(f"CREATE EXTENSION {name};" for name in EXTENSIONS)
            ) from error


def after_migrations(**arguments: Any) -> None:
    """post_migrate: new tables get their rights."""
    grant_rights(arguments["using"])
