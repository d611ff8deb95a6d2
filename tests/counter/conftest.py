"""The township with somebody at its counter."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache

from tests.desk.conftest import Officer, sign_in
from tests.papers.reading import shown_on
from tests.township import Township, _township_database, live_township, township

__all__ = ["Counter", "_township_database", "live_township", "sign_in", "township"]

BIRTH = "1.001193"  # same day, two obligatory papers, one on condition
CARD = "099190000007|012345678|Nguyễn Thị Mẫu Đào|05031990|Nữ|Tổ 3, thị trấn Vĩnh Tuy, Bắc Quang|10052022"


class Counter:
    """The receptionist at the reception page: fills the form as the page offers it."""

    def __init__(self, place: Township, officer: Officer) -> None:
        self.place, self.officer = place, officer

    def version(self, code: str = BIRTH) -> int:
        from motcua.procedures.queries import version_in_force

        found = version_in_force(code, self.place.clock.date())
        assert found is not None
        return found

    def form(self, code: str = BIRTH, **changes: Any) -> dict[str, Any]:
        """What the page would send once everything is ticked and the card was scanned."""
        from motcua.procedures.queries import terms

        version = self.version(code)
        papers = [document for document in terms(version).documents if document.obligatory]
        values: dict[str, Any] = {
            "form_id": uuid4(),
            "dossier_id": uuid4(),
            "procedure": version,
            "channel": "counter",
            "name": "Nguyễn Thị Mẫu Đào",
            "id_number": "099190000007",
            "id_kind": "citizen_id",
            "phone": "0900000007",
            "document_sets": 1,
            "line": [document.id for document in terms(version).documents],
            "got": [document.id for document in papers],
        }
        for document in papers:
            values[f"originals_{document.id}"] = document.originals
            values[f"manner_{document.id}"] = "held"
        return values | changes

    def press(self, act: str, form: dict[str, Any]) -> Any:
        return self.officer.post("/counter/receive/", act=act, **form)

    def page(self, url: str, **data: Any) -> str:
        answer = self.officer.get(url, **data)
        assert answer.status_code == 200, (url, answer.status_code)
        return str(answer.content.decode())

    def paper(self, url: str) -> str:
        """What the paper says that the page shows."""
        return shown_on(self.page(url), self.officer.get)

    def waiting(self, code: str = "1.004873", **changes: Any) -> Any:
        """A dossier whose result waits to be handed over."""
        state = self.place.receive(code, **changes).state
        self.place.run_until(state.id, "return")
        return state


@pytest.fixture
def counter(township: Township, sign_in: Callable[[str], Officer]) -> Counter:
    cache.clear()
    return Counter(township, sign_in("tiepnhan"))


def words_of(html: str) -> str:
    """The text of a page, blanks made single."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())
