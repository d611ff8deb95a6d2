"""A group of procedures as the administrator writes it: parts, their order, what stands against it."""

from __future__ import annotations

import pytest

from motcua.kernel import time
from motcua.kernel.errors import Refusal
from motcua.procedures import services
from motcua.procedures.drafts import PartDraft
from motcua.procedures.queries import procedure_sheet, version_in_force
from tests.setup.conftest import Admin
from tests.setup.test_procedures import as_typed, begun, text_of

GROUP = "2.000986"
BIRTH, RESIDENCE = "1.001193", "1.004845"


def typed_parts(version_id: int, *parts: tuple[str, str], **others: object) -> dict[str, object]:
    data = as_typed(version_id, **{"part-TOTAL_FORMS": len(parts)})
    for number, (code, after) in enumerate(parts):
        data |= {f"part-{number}-code": code, f"part-{number}-after": after}
    return data | others


def test_the_parts_are_written_shown_compared_and_carried_into_the_next_version(admin: Admin) -> None:
    version_id = begun(admin, GROUP)
    typed = typed_parts(version_id, (BIRTH, ""), (RESIDENCE, "1"))
    assert admin.again("draft-edit", version_id, **typed, act="save").status_code == 302
    sheet = procedure_sheet(version_id)
    assert [(part.number, part.code, part.after) for part in sheet.parts] == [
        (1, BIRTH, None),
        (2, RESIDENCE, 1),
    ]
    assert sheet.parts[0].version_id == version_in_force(BIRTH, time.today())
    assert "Parts of the group" in admin.opens("draft", version_id)
    services.publish(version_id, expected=services.content(version_id)[1], decision_number="01/QĐ-MAU")
    later = services.start_draft(version_id)
    assert services.content(later)[0].parts == (PartDraft(BIRTH), PartDraft(RESIDENCE, 1))


@pytest.mark.parametrize(
    ("parts", "others", "said"),
    [
        ([(BIRTH, ""), (BIRTH, "1")], {}, "stands in the group twice"),
        ([(BIRTH, "2"), (RESIDENCE, "")], {}, "follow a part that stands before it"),
        ([("khai sinh", ""), (RESIDENCE, "")], {}, "needs the code of a procedure"),
        ([(BIRTH, ""), (RESIDENCE, "")], {"interconnection": "none"}, "Only a group of procedures has parts"),
    ],
)
def test_what_no_group_can_be_is_refused_at_its_place(
    admin: Admin, parts: list[tuple[str, str]], others: dict[str, object], said: str
) -> None:
    version_id = begun(admin, GROUP)
    refused = admin.again("draft-edit", version_id, **typed_parts(version_id, *parts, **others), act="save")
    assert refused.status_code == 422
    assert said in text_of(refused)


def test_a_part_that_is_not_in_force_stands_against_publishing(admin: Admin) -> None:
    version_id = begun(admin, GROUP)
    typed = typed_parts(version_id, (BIRTH, ""), ("1.999999", "1"))
    assert admin.again("draft-edit", version_id, **typed, act="save").status_code == 302
    with pytest.raises(Refusal, match=r"1\.999999 is not in force"):
        services.publish(version_id, expected=services.content(version_id)[1], decision_number="01/QĐ-MAU")


def test_a_group_is_no_part_of_a_group(admin: Admin) -> None:
    version_id = begun(admin, GROUP)
    typed = typed_parts(version_id, (BIRTH, ""), ("LOCAL-LT-KHAISINH-BANSAO", "1"))
    assert admin.again("draft-edit", version_id, **typed, act="save").status_code == 302
    with pytest.raises(Refusal, match="is a group itself"):
        services.publish(version_id, expected=services.content(version_id)[1], decision_number="01/QĐ-MAU")


def test_what_a_group_costs_is_what_its_parts_cost(admin: Admin) -> None:
    version_id = begun(admin, GROUP)
    fee = {"fee-TOTAL_FORMS": 1, "fee-0-kind": "fee", "fee-0-amount": 123000, "fee-0-trust": "law"}
    typed = typed_parts(version_id, (BIRTH, ""), (RESIDENCE, "1"), **fee)
    refused = admin.again("draft-edit", version_id, **typed, act="save")
    assert refused.status_code == 422
    assert "its parts have them" in text_of(refused)
