"""Moving running dossiers on the page: who runs where, what would happen, and an outcome for each."""

from __future__ import annotations

import re
from typing import Any

from django.urls import reverse

from motcua.dossiers.models import Dossier, Task
from motcua.processes.models import ProcessVersion
from tests.dossiers.test_moving import changed, examined, next_version, rows_of
from tests.setup.conftest import Admin, hidden_fields, text_of
from tests.township import Township


def ticked(page: str) -> list[str]:
    return re.findall(r'name="dossier" value="([^"]+)"', page)


def sends(admin: Admin, version_id: int, page: str, **values: Any) -> str:
    form = page[page.index('id="move"') :]
    words = {"decision_number": "21/QĐ-UBND", "reason": "Rút ngắn quy trình"}
    sent = admin.client.post(
        reverse("setup:process-move", args=[version_id]), {**hidden_fields(form), **words, **values}
    )
    return text_of(sent)


def test_running_dossiers_are_shown_and_moved_one_by_one(township: Township, admin: Admin) -> None:
    first, old = examined(township)
    second, _ = examined(township)
    new = next_version(old, changed(rows_of(old), "examine", time="1wh"))
    page = admin.opens("process-move", new)
    assert len(ticked(page)) == 2
    assert "due then:" in page
    chosen = next(value for value in ticked(page) if value.startswith(str(first)))
    done = sends(admin, new, page, dossier=[chosen])
    assert "runs on the new version now" in done
    assert Dossier.objects.get(pk=first).process_version_id == new
    assert Dossier.objects.get(pk=second).process_version_id == old
    again = sends(admin, new, page, dossier=[chosen])
    assert "runs on the new version now" in again  # sent twice, done once
    assert len(ticked(again)) == 1


def test_a_dossier_without_a_place_stays_until_one_is_chosen(township: Township, admin: Admin) -> None:
    dossier_id, old = examined(township)
    waiting = next(row.element for row in rows_of(old) if row.action == "examine")
    new = next_version(old, changed(rows_of(old), "examine", time="1wh"))
    signing = next(row.element for row in rows_of(new) if row.action == "sign")
    page = admin.opens("process-move", new, **{f"place-{waiting}": ""})
    assert ticked(page) == []
    assert "has no place in the new version" in page
    page = admin.opens("process-move", new, **{f"place-{waiting}": signing})
    sends(admin, new, page, dossier=ticked(page))
    assert Dossier.objects.get(pk=dossier_id).process_version_id == new
    assert Task.objects.get(dossier_id=dossier_id, closed_at=None).element == signing


def test_without_decision_or_tick_nothing_is_moved(township: Township, admin: Admin) -> None:
    dossier_id, old = examined(township)
    new = next_version(old, changed(rows_of(old), "examine", time="1wh"))
    page = admin.opens("process-move", new)
    assert "Tick the dossiers" in sends(admin, new, page)
    assert "Name the decision" in sends(admin, new, page, dossier=ticked(page), decision_number=" ")
    assert "not known" in sends(admin, new, page, dossier=["x:1", "y"])
    assert Dossier.objects.get(pk=dossier_id).process_version_id == old


def test_a_dossier_that_went_on_meanwhile_is_not_moved(township: Township, admin: Admin) -> None:
    dossier_id, old = examined(township)
    new = next_version(old, changed(rows_of(old), "examine", time="1wh"))
    page = admin.opens("process-move", new)
    township.step(dossier_id)
    assert "has changed since you opened it" in sends(admin, new, page, dossier=ticked(page))
    assert Dossier.objects.get(pk=dossier_id).process_version_id == old


def test_a_process_without_dossiers_and_a_draft_say_so(township: Township, admin: Admin) -> None:
    version = ProcessVersion.objects.filter(state="published").first()
    assert version is not None
    assert "No dossier runs on this process" in admin.opens("process-move", version.pk)
