"""Who may apply and under which conditions: written once, and the same everywhere (NĐ 63/2010 Art 8)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from motcua.procedures.comparison import changed_places
from motcua.procedures.queries import procedure_sheet, version_in_force
from motcua.procedures.services import (
    content,
    export_catalogue,
    import_catalogue,
    import_exchange,
    publish,
    save_draft,
    start_draft,
)
from motcua.procedures.services.exchanging import Fate
from tests.procedures.conftest import few
from tests.procedures.test_exchange import empty, use_standard_process

CODE = "1.004873"
WHO = ("Công dân Việt Nam", "Người nước ngoài thường trú")
WHAT = ("Đủ 18 tuổi trở lên",)


@pytest.mark.django_db
def test_they_are_published_compared_and_carried_to_other_installations() -> None:
    import_catalogue(few(CODE), valid_from=date(2026, 1, 1))
    old = version_in_force(CODE, date(2026, 3, 2))
    assert old is not None
    assert "applicants" not in export_catalogue(), "what nobody wrote reads as in older files"
    draft = start_draft(old, valid_from=date(2026, 7, 1))
    known, seen = content(draft)
    seen = save_draft(draft, replace(known, applicants=WHO, conditions=WHAT), expected=seen)
    publish(draft, expected=use_standard_process(draft, expected=seen), decision_number="15/QĐ")
    sheet = procedure_sheet(draft)
    assert (sheet.applicants, sheet.conditions) == (WHO, WHAT)
    assert set(changed_places(procedure_sheet(old), sheet)) >= {"applicants", "conditions"}
    file = export_catalogue()
    empty()
    assert {line.fate for line in import_exchange(file).lines} == {Fate.NEW}
    assert json.loads(export_catalogue()) == json.loads(file)
