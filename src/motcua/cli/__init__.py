"""The `motcua` command."""

from __future__ import annotations

from motcua.cli.main import main

__all__ = ["main"]
