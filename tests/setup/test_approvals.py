"""A process comes into force by two people; one alone says why, and it stays in the records."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from motcua.kernel.errors import Refusal
from motcua.offices.models import Person
from motcua.processes import services
from motcua.processes.models import ProcessRecord, ProcessVersion
from motcua.processes.queries import requests
from motcua.processes.steps import from_steps, standard_seven
from tests.setup.conftest import Admin, text_of
from tests.setup.test_processes import STUCK


def person(username: str) -> int:
    return int(Person.objects.get(username=username).pk)


def draft(by: str = "quantri", minutes: int = 960) -> int:
    text = from_steps(standard_seven(minutes), "qt-duyet", "Quy trình duyệt").decode()
    return services.create_draft("qt-duyet", "Quy trình duyệt", text, person(by))


def leader() -> Admin:
    client = Client()
    client.force_login(Person.objects.get(username="chutich"))
    client.cookies["motcua_language"] = "en"
    return Admin(client)


def acts(version_id: int) -> list[str]:
    return list(ProcessRecord.objects.filter(version=version_id).values_list("act", flat=True))


def test_one_asks_and_another_approves_with_a_decision(admin: Admin) -> None:
    version_id = draft()
    sent = admin.sends("process-ask", version_id, note="Thêm bước thẩm định")
    assert sent.status_code == 302
    assert "asked for approval" in admin.opens("process", version_id)
    chief = leader()
    assert "Quy trình duyệt" in chief.opens("approvals")
    page = chief.opens("process-publish", version_id)
    assert "Thêm bước thẩm định" in page
    assert 'name="ground"' not in page
    assert chief.sends("process-publish", version_id, decision_number="12/QĐ-UBND").status_code == 302
    row = ProcessVersion.objects.get(pk=version_id)
    assert (row.state, row.decision_number, row.published_by_id) == (
        "published",
        "12/QĐ-UBND",
        person("chutich"),
    )
    assert acts(version_id) == ["asked", "approved"]
    assert "Nothing waits for approval" in chief.opens("approvals")
    assert "12/QĐ-UBND" in admin.opens("process", version_id)


def test_whoever_asked_does_not_approve(admin: Admin) -> None:
    version_id = draft()
    admin.sends("process-ask", version_id)
    refused = admin.sends("process-publish", version_id, decision_number="12/QĐ-UBND")
    assert refused.status_code == 422
    with pytest.raises(Refusal) as refusal:
        services.publish(version_id, person("quantri"), "12/QĐ-UBND")
    assert refusal.value.code == "second_person"
    assert ProcessVersion.objects.get(pk=version_id).state == "draft"


def test_whoever_drew_does_not_approve_what_another_asked_for(admin: Admin) -> None:
    version_id = draft(by="chutich")
    services.ask_approval(version_id, person("quantri"))
    with pytest.raises(Refusal) as refusal:
        services.publish(version_id, person("chutich"), "12/QĐ-UBND")
    assert refusal.value.code == "second_person"


def test_one_person_alone_gives_a_ground_that_stays(admin: Admin) -> None:
    version_id = draft()
    assert 'name="ground"' in admin.opens("process-publish", version_id)
    sent = admin.sends(
        "process-publish", version_id, decision_number="12/QĐ-UBND", ground="Chỉ có một quản trị"
    )
    assert sent.status_code == 302
    assert acts(version_id) == ["alone"]
    page = admin.opens("process", version_id)
    assert "published without a second person" in page
    assert "Chỉ có một quản trị" in page


def test_a_change_makes_the_request_void(admin: Admin) -> None:
    version_id = draft()
    services.ask_approval(version_id, person("quantri"))
    row = ProcessVersion.objects.get(pk=version_id)
    other = from_steps(standard_seven(480), "qt-duyet", "Quy trình duyệt").decode()
    services.update_draft(version_id, other, row.source_sha256, person("quantri"))
    assert requests() == ()
    with pytest.raises(Refusal) as refusal:
        services.publish(version_id, person("chutich"), "12/QĐ-UBND")
    assert refusal.value.code == "approval_not_asked"


def test_the_leader_sends_it_back_with_a_reason(admin: Admin) -> None:
    version_id = draft()
    admin.sends("process-ask", version_id)
    chief = leader()
    assert chief.sends("process-decline", version_id, reason="").status_code == 422
    assert chief.sends("process-decline", version_id, reason="Thiếu bước đóng dấu").status_code == 302
    page = admin.opens("process", version_id)
    assert "Thiếu bước đóng dấu" in page
    assert "Ask for approval…" in page
    assert acts(version_id) == ["asked", "declined"]


def test_asking_twice_is_one_request(admin: Admin) -> None:
    version_id = draft()
    for _ in range(2):
        services.ask_approval(version_id, person("quantri"))
    assert acts(version_id) == ["asked"]


def test_approval_of_what_would_strand_a_dossier_is_not_asked(admin: Admin) -> None:
    version_id = services.create_draft("qt-ket", "Quy trình kẹt", STUCK, person("quantri"))
    refused = admin.sends("process-ask", version_id)
    assert refused.status_code == 422
    assert "waits for ever" in text_of(refused)
    assert acts(version_id) == []


def test_the_leader_sees_what_changes_against_the_version_before(admin: Admin) -> None:
    first = draft()
    services.ask_approval(first, person("quantri"))
    services.publish(first, person("chutich"), "1/QĐ")
    second = draft(minutes=480)
    services.ask_approval(second, person("quantri"))
    page = leader().opens("process-publish", second)
    assert "What changes against version 1" in page
    assert "instead of" in page


def test_a_leader_opens_no_other_page_of_the_setup(admin: Admin) -> None:
    version_id = draft()
    chief = leader()
    for name in ("process", "process-editor", "process-ask", "process-trial"):
        assert chief.client.get(reverse(f"setup:{name}", args=[version_id])).status_code == 403
