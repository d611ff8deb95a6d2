"""The one thing the portal writes: how often somebody looked up.

Kept in the database because several processes serve the pages. A single statement counts and judges, so that
requests sent at the same moment cannot slip through together.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

from django.conf import settings
from django.db import connection

from motcua.dossiers.codes import normalise_typed
from motcua.kernel import time
from motcua.kernel.errors import N_, Refusal, Status
from motcua.portal.models import LookUpTries

WINDOW = timedelta(minutes=10)
PER_SOURCE = 30  # look-ups of one address in the window
PER_CODE = 30  # look-ups of one code in the window, from wherever they come

_COUNT = """
INSERT INTO portal_lookuptries AS t (key, since, count) VALUES (%(key)s, %(now)s, 1)
ON CONFLICT (key) DO UPDATE SET
  count = CASE WHEN t.since < %(start)s THEN 1 ELSE t.count + 1 END,
  since = CASE WHEN t.since < %(start)s THEN excluded.since ELSE t.since END
RETURNING count
"""


def count_look_up(source: str, code: str) -> None:
    """Count one look-up of this source for this code. Refuses (429) when either was asked too often."""
    if _count(f"source {source}") > PER_SOURCE or _count(f"code {normalise_typed(code)}") > PER_CODE:
        raise Refusal(
            "too_many_look_ups",
            N_("Too many look-ups in a short time."),
            N_("Wait ten minutes and try again, or call the desk."),
            status=Status.TOO_MANY,
        )


def forget_old_tries() -> int:
    """Delete counts whose time is over; gives their number."""
    deleted, _by_model = LookUpTries.objects.filter(since__lt=time.now() - WINDOW).delete()
    return deleted


def _count(what: str) -> int:
    now = time.now()
    key = hmac.new(settings.SECRET_KEY.encode(), f"look-up {what}".encode(), hashlib.sha256).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"key": key, "now": now, "start": now - WINDOW})
        row = cursor.fetchone()
    return int(row[0]) if row else 0
