"""The jobs in the background."""

from __future__ import annotations

import logging
import time

from procrastinate import exceptions

log = logging.getLogger("motcua.worker")

_PAUSE_SECONDS = 3


def work() -> int:
    """Work until told to stop (SIGTERM, Ctrl-C). A database that goes away is waited for."""
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    connector = app.connector
    if not isinstance(connector, DjangoConnector):
        raise TypeError("the job queue does not use Django's database")
    while True:
        try:
            with app.replace_connector(connector.get_worker_connector()) as at_work:
                at_work.run_worker(name="motcua", shutdown_graceful_timeout=20)
            return 0
        except exceptions.ConnectorException as error:
            log.warning(
                "the database does not answer (%s); trying again", str(error).strip() or type(error).__name__
            )
            time.sleep(_PAUSE_SECONDS)
