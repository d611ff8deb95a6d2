"""Where the job queue looks for this room's tasks."""

from __future__ import annotations

from django.db import close_old_connections

from motcua.kernel import jobs
from motcua.reports import services


@jobs.task(services.CHECK_LEDGERS)
def check_ledgers(check: int) -> None:
    """Check every ledger for somebody who asked."""
    close_old_connections()
    try:
        services.carry_out(check)
    finally:
        close_old_connections()
