"""Which database, as whom, and with which limits. Imports no Django: the settings do the rest."""

from __future__ import annotations

from typing import Any

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from motcua.kernel.embedded import Cluster, Role
from motcua.kernel.settings import SettingError, config

_OPTIONS_OF_THE_APPLICATION = (
    "-c jit=off -c plan_cache_mode=force_generic_plan -c statement_timeout=30s -c lock_timeout=10s"
    " -c idle_in_transaction_session_timeout=60s"
)
_OPTIONS_OF_THE_OWNER = "-c jit=off -c lock_timeout=30s"


def given_url() -> str:
    """MOTCUA_DATABASE_URL; empty when the embedded server is to be used."""
    return config(
        "MOTCUA_DATABASE_URL",
        "",
        "PostgreSQL 15 or newer: postgresql://user:password@host/database. Several hosts may be named, "
        "separated by commas, when a standby may take over. Unset, an embedded server is run for you.",
        group="Database",
        shown_default="the embedded server",
        secret=True,
    )


def given_owner_url() -> str:
    """MOTCUA_OWNER_DATABASE_URL; the same database as the role that owns the tables."""
    return config(
        "MOTCUA_OWNER_DATABASE_URL",
        "",
        "The same database for the role that owns the tables, used by `motcua prepare` only. With it, the "
        "application's own role gets no right to change or delete what is in the ledgers.",
        group="Database",
        shown_default="MOTCUA_DATABASE_URL",
        secret=True,
    )


def role() -> Role:
    """As whom this process connects."""
    return config(
        "MOTCUA_DATABASE_ROLE",
        Role.APPLICATION,
        f"{Role.APPLICATION} for daily work; {Role.OWNER} for migrations. The commands choose it themselves.",
        Role,
        group="Database",
    )


def database_url() -> str:
    """The connection string for this process's role. Starts nothing."""
    given, given_owner = given_url(), given_owner_url()
    if given:
        return given_owner if given_owner and role() is Role.OWNER else given
    return Cluster.here().url(role())


def database_settings() -> dict[str, Any]:
    """Django's settings for `database_url()`. Raises SettingError when the address cannot be read."""
    try:
        parts: dict[str, Any] = dict(conninfo_to_dict(database_url()))
    except ProgrammingError as error:
        raise SettingError(f"MOTCUA_DATABASE_URL cannot be read: {str(error).strip()}.") from error
    if not parts.get("dbname"):
        raise SettingError("MOTCUA_DATABASE_URL names no database: postgresql://user:password@host/database")
    options: dict[str, Any] = {
        "connect_timeout": 5,
        "application_name": "motcua",
        # Statements are prepared where the code asks for it (kernel/sql.py), never by counting.
        "prepare_threshold": 10**9,
        "options": _OPTIONS_OF_THE_OWNER if role() is Role.OWNER else _OPTIONS_OF_THE_APPLICATION,
    }
    host, port = parts.pop("host", ""), parts.pop("port", "")
    if "," in str(host):
        options |= {"target_session_attrs": "read-write", "connect_timeout": 2}
    pool = config(
        "MOTCUA_DATABASE_POOL",
        0,
        "Connections each web process keeps in a pool; 0 keeps one per thread instead.",
        group="Database",
    )
    settings: dict[str, Any] = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": str(host),
        "PORT": str(port),
        "CONN_HEALTH_CHECKS": True,
        "CONN_MAX_AGE": 0 if pool else 600,
        "OPTIONS": options | parts,
    }
    if pool:
        settings["OPTIONS"]["pool"] = {"min_size": 1, "max_size": pool, "timeout": 5}
    return settings
