"""Signing in with a password (argon2), with a lock against guessing."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from motcua.kernel import time
from motcua.kernel.errors import Refusal, Status
from motcua.offices import lockout
from motcua.offices.models import Person

_LONGEST_PASSWORD = 1000  # hashing megabytes would be a way to keep us busy


class SignInLocked(Refusal):
    """Too many wrong passwords; nothing is tried before `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__(
            "sign_in_locked",
            _("Sign-in is locked until %(time)s after too many wrong passwords."),
            _("Wait, or ask your administrator to unlock the account."),
            params={"time": f"{time.local(until):%H:%M %d/%m/%Y}"},
            status=Status.TOO_MANY,
        )
        self.until = until


class PasswordBackend(BaseBackend):
    """Account name and password. Account names are small letters; capitals typed by mistake do not matter."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **unknown: object,
    ) -> Person | None:
        """The person, or None when name or password is wrong. Raises SignInLocked while locked.

        Takes the same time for names that do not exist.
        """
        if not username or not password or unknown or len(password) > _LONGEST_PASSWORD:
            return None
        attempt = lockout.begin(username, address_of(request))
        if attempt.locked_until is not None:
            raise SignInLocked(attempt.locked_until)
        person = Person.objects.filter(username=username.strip().lower()[:60]).first()
        if person is None:
            make_password(password)
            return None
        right = person.check_password(password)
        if not right or not person.is_active:
            return None
        lockout.succeeded(attempt)
        return person

    def get_user(self, user_id: int) -> Person | None:
        """The person of a session; nobody once the account is closed."""
        return Person.objects.filter(pk=user_id, is_active=True).first()


def forget_failures(username: str) -> None:
    """End a lock-out."""
    lockout.forget(username)


def address_of(request: HttpRequest | None) -> str:
    """The address the request came from, as the server in front of us reported it; empty when unknown."""
    return str(request.META.get("REMOTE_ADDR") or "") if request is not None else ""
