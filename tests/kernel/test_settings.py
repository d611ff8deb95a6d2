"""Settings come from the environment, say what is wrong with a value, and document themselves."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from motcua.cli.show_settings import show
from motcua.kernel import database, places
from motcua.kernel.settings import SettingError, config


def test_a_value_that_cannot_be_used_is_named_with_its_help(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_PORT", "eight thousand")
    with pytest.raises(SettingError, match=r"MOTCUA_PORT='eight thousand'.*Port the pages"):
        config(
            "MOTCUA_PORT",
            8000,
            "Port the pages are served on; when it is taken, the next free one.",
            group="Web",
        )


def test_a_secret_is_never_repeated_in_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_DATABASE_URL", "hunter2 is no address")
    with pytest.raises(SettingError) as refused:
        database.database_settings()
    assert "hunter2 is" not in str(refused.value)


def test_several_hosts_are_asked_for_the_one_that_may_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_DATABASE_URL", "postgresql://u:p@one:5432,two:5433/province?sslmode=require")
    settings = database.database_settings()
    assert (settings["HOST"], settings["PORT"], settings["NAME"]) == ("one,two", "5432,5433", "province")
    assert settings["OPTIONS"]["target_session_attrs"] == "read-write"
    assert settings["OPTIONS"]["sslmode"] == "require"
    assert "jit=off" in settings["OPTIONS"]["options"]


def test_the_settings_page_is_current() -> None:
    page = places.repository() / "docs" / "settings.md"
    assert page.read_text() == show(markdown=True), "motcua settings --markdown > docs/settings.md"


def test_a_kept_secret_is_made_once_and_only_for_its_owner(tmp_path: Path) -> None:
    first = places.kept_secret("key", folder=tmp_path)
    assert places.kept_secret("key", folder=tmp_path) == first
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["key"]


def test_an_emptied_secret_is_not_taken_for_a_key(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("")
    with pytest.raises(SettingError, match="is empty"):
        places.kept_secret("key", folder=tmp_path)
