"""How wrong passwords are counted, for an account name and for an address.

An attempt is counted before the password is looked at, so that many guesses at once cannot slip through;
a right password takes the count away again. Names that do not exist are counted in the same way.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from motcua.kernel import time
from motcua.offices.limits import ACCOUNT_LIMIT, ADDRESS_LIMIT, MINUTES
from motcua.offices.models import SignInAttempt

_LONGEST = timedelta(hours=24)
# After a day without attempts the count starts again.
_FORGOTTEN_AFTER = timedelta(days=1)

# No row comes back when the lock still holds: then the attempt is not counted and must not be tried.
_COUNT = """
INSERT INTO offices_signinattempt AS kept (subject, failures, last_at, locked_until)
VALUES (%(subject)s, 1, %(now)s, CASE WHEN %(limit)s <= 1 THEN %(now)s + %(first)s END)
ON CONFLICT (subject) DO UPDATE SET
    failures = CASE WHEN kept.last_at < %(stale)s THEN 1 ELSE kept.failures + 1 END,
    last_at = %(now)s,
    locked_until = CASE
        WHEN kept.last_at >= %(stale)s AND kept.failures + 1 >= %(limit)s
        THEN %(now)s + least(%(first)s * power(2, least(kept.failures + 1 - %(limit)s, 12)), %(longest)s)
    END
WHERE kept.locked_until IS NULL OR kept.locked_until <= %(now)s
RETURNING failures
"""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One counted attempt; `locked_until` is set when it may not even be tried."""

    subjects: tuple[str, ...]
    locked_until: datetime | None


def begin(username: str, address: str) -> Attempt:
    """Count an attempt for the account name and the address."""
    counted = [(subject_of("account", username), ACCOUNT_LIMIT)]
    if address:
        counted.append((subject_of("address", address), ADDRESS_LIMIT))
    subjects = tuple(subject for subject, _ in counted)
    for subject, limit in counted:
        if not _count(subject, limit):
            return Attempt(subjects, _locked_until(subject))
    return Attempt(subjects, None)


def succeeded(attempt: Attempt) -> None:
    """The password was right: the account's count ends, and the address gets its attempt back."""
    SignInAttempt.objects.filter(pk=attempt.subjects[0]).delete()
    with connection.cursor() as cursor:
        for subject in attempt.subjects[1:]:
            cursor.execute(
                "UPDATE offices_signinattempt SET failures = greatest(failures - 1, 0), locked_until = NULL "
                "WHERE subject = %s",
                [subject],
            )


def forget(username: str) -> None:
    """End the lock of an account; an administrator asked for it."""
    SignInAttempt.objects.filter(pk=subject_of("account", username)).delete()


def locked_until(username: str) -> datetime | None:
    """Until when the account is locked, or None."""
    return _locked_until(subject_of("account", username))


def sweep() -> int:
    """Delete counts nobody needs any more; for a periodic job. Gives their number."""
    stale = time.now() - _FORGOTTEN_AFTER - _LONGEST
    return SignInAttempt.objects.filter(last_at__lt=stale).delete()[0]


def subject_of(kind: str, text: str) -> str:
    """The keyed hash under which a name or an address is counted."""
    message = f"{kind}\x1f{text.strip().lower()}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).hexdigest()


def _count(subject: str, limit: int) -> bool:
    moment = time.now()
    values: dict[str, Any] = {
        "subject": subject,
        "now": moment,
        "stale": moment - _FORGOTTEN_AFTER,
        "limit": limit,
        "first": timedelta(minutes=MINUTES),
        "longest": _LONGEST,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, values)
        return cursor.fetchone() is not None


def _locked_until(subject: str) -> datetime | None:
    row = SignInAttempt.objects.filter(pk=subject, locked_until__gt=time.now()).first()
    return row.locked_until if row else None
