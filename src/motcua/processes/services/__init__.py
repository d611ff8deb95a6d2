"""Writes to processes: draft, change, ask for approval, publish, withdraw. A published version never changes."""

from motcua.processes.services.approval import ask_approval, decline, publish, withdraw
from motcua.processes.services.versions import (
    check,
    create_draft,
    net_problems,
    publish_source,
    resolver,
    sha256,
    update_draft,
)

__all__ = [
    "ask_approval",
    "check",
    "create_draft",
    "decline",
    "net_problems",
    "publish",
    "publish_source",
    "resolver",
    "sha256",
    "update_draft",
    "withdraw",
]
