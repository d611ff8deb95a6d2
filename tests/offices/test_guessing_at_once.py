"""Many guesses at the same moment: the lock counts before it looks."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connections

from motcua.offices import auth, lockout
from motcua.offices.auth import PasswordBackend, SignInLocked
from motcua.offices.models import Person


@pytest.mark.django_db(transaction=True)
def test_twenty_guesses_at_once_try_only_five_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    Person.objects.create(username="dao", full_name="Đào", password=make_password("ba từ dài xanh"))
    tried: list[str] = []
    monkeypatch.setattr(Person, "check_password", lambda self, raw: bool(tried.append(raw)))

    def guess(number: int) -> bool:
        try:
            PasswordBackend().authenticate(None, username="dao", password=f"đoán {number}")
        except SignInLocked:
            return True
        finally:
            connections.close_all()
        return False

    with ThreadPoolExecutor(8) as pool:
        locked = list(pool.map(guess, range(20)))
    assert len(tried) == 5
    assert sum(locked) == 15
    assert lockout.locked_until("dao") is not None
    auth.forget_failures("dao")
    assert lockout.locked_until("dao") is None
