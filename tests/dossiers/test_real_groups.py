"""The two groups of the decrees by their own codes, each part at the authority that decides it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

import pytest

from motcua.dossiers import commands as cmd
from motcua.dossiers.groups import Lead, Part, group_page, promised, receive_group
from motcua.dossiers.models import Dossier
from motcua.dossiers.status import Channel, Status
from motcua.kernel import time
from motcua.procedures import services
from motcua.procedures.drafts import PartDraft
from motcua.procedures.queries import procedure_sheet, version_in_force
from motcua.procedures.services import import_catalogue
from tests.dossiers import along
from tests.dossiers.along import Road
from tests.dossiers.saying import nothing_broken, state
from tests.township import Township, at

MONDAY = at("2026-03-02 08:00")
# What the decrees give each authority; the national codes of the parts were not looked up.
PARTS = """\
schema: motcua-procedures/1
sources: {SAMPLE: sample}
fields: {HKD: Hộ kinh doanh, HOTICH: Hộ tịch}
count: 5
procedures:
"""
PART = """\
  - code: %s
    name: %s
    field: %s
    level: [xa, tinh]
    legal: {value: %s, unit: wd, trust: law, source: SAMPLE}
"""
KARAOKE = "LOCAL-LT-KARAOKE"  # NĐ 297/2025 Art 6(2): 3 + 3 + 10
KARAOKE_PARTS = (
    ("LOCAL-KARAOKE-DANGKY", "Giấy chứng nhận đăng ký hộ kinh doanh", "HKD", 3),
    ("LOCAL-KARAOKE-ANNINH", "Giấy chứng nhận đủ điều kiện về an ninh, trật tự", "HKD", 3),
    ("LOCAL-KARAOKE-GIAYPHEP", "Giấy phép karaoke", "HKD", 10),
)
BIRTH = "2.000986"  # NĐ 63/2024 Art 7(2): three working days
BIRTH_PARTS = (
    ("LOCAL-TREEM-THUONGTRU", "Đăng ký thường trú cho trẻ em", "HOTICH", 2),
    ("LOCAL-TREEM-BHYT", "Cấp thẻ bảo hiểm y tế cho trẻ em", "HOTICH", 2),
)


@pytest.fixture
def road(township: Township) -> Road:
    """Commune, district, province and department, and the parts of both groups in the catalogue."""
    found = along.build(township)
    with time.at(MONDAY):
        text = PARTS + "".join(PART % part for part in (*KARAOKE_PARTS, *BIRTH_PARTS))
        import_catalogue(text, valid_from=MONDAY.date())
        publish(
            KARAOKE,
            PartDraft(KARAOKE_PARTS[0][0]),
            PartDraft(KARAOKE_PARTS[1][0], 1),
            PartDraft(KARAOKE_PARTS[2][0], 2),
        )
        publish(
            BIRTH, PartDraft("1.001193"), PartDraft(BIRTH_PARTS[0][0], 1), PartDraft(BIRTH_PARTS[1][0], 1)
        )
    return found


def publish(code: str, *parts: PartDraft) -> None:
    old = version_in_force(code, MONDAY.date())
    assert old is not None
    draft = services.start_draft(old, valid_from=MONDAY.date())
    content, seen = services.content(draft)
    seen = services.save_draft(draft, replace(content, parts=parts, fees=()), expected=seen)
    services.publish(draft, expected=seen, decision_number="01/QĐ-MAU")


def hand_in(road: Road, code: str, *offices: str) -> list[Dossier]:
    """Online, as the decrees want it: each part to the office that decides it."""
    version = version_in_force(code, MONDAY.date())
    assert version is not None
    road.township.clock = MONDAY
    with time.at(MONDAY):
        sheet = procedure_sheet(version)
        papers = tuple(
            cmd.Paper(id=uuid4(), name=paper.name, originals=1, custody="held", requirement_id=paper.id)
            for paper in sheet.cases[0].documents
        )
        parts = [
            Part(
                road.township.intake(
                    part.code,
                    receiving_office_id=road.office["commune"],
                    competent_office_id=road.office[office],
                    returning_office_id=road.office["commune"],
                    papers=papers if part.number == 1 else (),
                    channel=Channel.ONLINE,
                    submitted_at=MONDAY,
                ),
                part.after,
            )
            for part, office in zip(sheet.parts, offices, strict=True)
        ]
        outcomes = receive_group(uuid4(), parts, road.who("receptionist", office="commune"), Lead(version))
    return [Dossier.objects.get(pk=outcome.dossier_id) for outcome in outcomes]


def solve(road: Road, dossier: UUID, when: datetime) -> None:
    """Every step up to the result, at that time."""
    while state(dossier).finished_at is None:
        task = state(dossier).tasks[0]
        road.act(dossier, task.action, when)


def dates(first: Dossier) -> list[datetime]:
    assert first.group_id
    return [part.due_at for part in promised(first.group_id)]


def test_karaoke_is_promised_after_three_and_three_and_ten_working_days(road: Road) -> None:
    registration, security, licence = hand_in(road, KARAOKE, "commune", "district", "province")
    assert dates(registration) == [at("2026-03-05 08:00"), at("2026-03-10 08:00"), at("2026-03-24 08:00")]
    assert [state(part.pk).waiting is not None for part in (registration, security, licence)] == [
        False,
        True,
        True,
    ]
    assert nothing_broken()


def test_karaoke_solved_as_late_as_allowed_takes_sixteen_working_days(road: Road) -> None:
    parts = hand_in(road, KARAOKE, "commune", "district", "province")
    for part, when in zip(parts, dates(parts[0]), strict=True):
        assert state(part.pk).due_at == when
        solve(road, part.pk, when)
        assert state(part.pk).status is Status.RESULT_READY
        assert road.office_of(part.pk)[-1:] in (["commune"], []), (
            "the result comes back to where it was handed in"
        )
    assert nothing_broken()


def test_birth_residence_and_card_are_there_in_three_working_days(road: Road) -> None:
    birth, residence, card = hand_in(road, BIRTH, "commune", "district", "department")
    assert birth.group_id
    with time.at(MONDAY):
        whole = group_page(birth.group_id, road.who("receptionist", office="commune")).due_at
    assert whole is not None
    assert whole <= at("2026-03-05 08:00")
    solve(road, birth.pk, at("2026-03-02 17:00"))
    for part in (residence, card):
        due = state(part.pk).due_at
        assert due == at("2026-03-04 17:00")
        solve(road, part.pk, due)
    assert nothing_broken()
