"""Processes: judged with a counter-example, edited as a table, published once."""

from __future__ import annotations

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from motcua.processes.models import ProcessVersion
from motcua.processes.steps import Next, StepRow, from_steps, standard_seven
from tests.setup.conftest import Admin, text_of

COLUMNS = ("name", "role", "unit", "time", "action", "follows", "split", "join", "status")
ALONE = "Cơ quan chỉ có một quản trị"
STUCK = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:motcua="http://motcua.org/bpmn"
 targetNamespace="x"><process id="p" isExecutable="true">
<startEvent id="s"/><exclusiveGateway id="x" default="f3"/><parallelGateway id="j"/><endEvent id="e"/>
<userTask id="a" name="Thẩm định" motcua:role="case_officer" motcua:action="examine"/>
<userTask id="b" name="Lấy ý kiến" motcua:role="case_officer" motcua:action="consult"/>
<sequenceFlow id="f1" sourceRef="s" targetRef="x"/>
<sequenceFlow id="f2" sourceRef="x" targetRef="a"><conditionExpression>channel == "post"</conditionExpression>
</sequenceFlow><sequenceFlow id="f3" sourceRef="x" targetRef="b"/>
<sequenceFlow id="f4" sourceRef="a" targetRef="j"/><sequenceFlow id="f5" sourceRef="b" targetRef="j"/>
<sequenceFlow id="f6" sourceRef="j" targetRef="e"/></process></definitions>"""


def new(admin: Admin, text: str | bytes = "", name: str = "Quy trình thử") -> Any:
    data = text.encode() if isinstance(text, str) else text
    file = {"file": SimpleUploadedFile("quy-trinh.bpmn", data)} if data else {}
    return admin.sends("process-new", name=name, **file)


def number_of(sent: Any) -> int:
    assert sent.status_code == 302, text_of(sent)
    return int(sent["Location"].rstrip("/").rpartition("/")[2])


def typed(rows: list[dict[str, str]], **more: str) -> dict[str, Any]:
    usual = {"role": "case_officer", "unit": "division", "action": "examine", "split": "one", "join": "one"}
    return {name: [{**usual, **row}.get(name, "") for row in rows] for name in COLUMNS} | more


def test_a_new_process_begins_with_the_standard_seven(admin: Admin) -> None:
    version_id = number_of(new(admin))
    page = admin.opens("process", version_id)
    assert "Every step can be reached" in page
    assert page.count('data-label="No."') == 7
    assert reverse("setup:process-xml", args=[version_id]) in page


def test_a_drawing_that_strands_a_dossier_is_shown_with_the_way_there(admin: Admin) -> None:
    version_id = number_of(new(admin, STUCK))
    page = admin.opens("process", version_id)
    assert "A dossier would be stuck here" in page
    assert "The way of a dossier that leads there" in page
    assert 'data-bpmn-current="j' in page
    refused = admin.sends("process-publish", version_id, decision_number="3/QĐ", ground=ALONE)
    assert refused.status_code == 422
    assert ProcessVersion.objects.get(pk=version_id).state == "draft"


def test_what_is_no_bpmn_is_refused_beside_the_form(admin: Admin) -> None:
    entity = '<!DOCTYPE x [<!ENTITY a "aa">]><definitions>&a;</definitions>'
    for text in ("không phải XML", "<a/>", entity, "\x00\x01", b"\xff\xfe\x00", b"\x89PNG\r\n"):
        refused = new(admin, text)
        assert refused.status_code == 422, text
        assert "Quy trình thử" in text_of(refused)
    assert not ProcessVersion.objects.filter(process__name="Quy trình thử").exists()


def test_a_drawing_in_another_encoding_keeps_its_letters(admin: Admin) -> None:
    text = STUCK.replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")
    version_id = number_of(new(admin, text))
    assert "Lấy ý kiến" in admin.opens("process", version_id)


def test_the_table_is_edited_and_published(admin: Admin) -> None:
    version_id = number_of(new(admin))
    page = admin.opens("process-steps", version_id)
    assert page.count("<fieldset") == 7
    rows = [
        {"name": "Tiếp nhận", "role": "receptionist", "unit": "desk", "action": "receive", "time": "30"},
        {"name": "Thẩm định", "time": "0,5wd"},
        {"name": "Ký", "role": "signing_leader", "unit": "leadership", "action": "sign", "time": "2wh"},
        {"name": "Trả kết quả", "role": "receptionist", "unit": "desk", "action": "return"},
    ]
    sent = admin.sends("process-steps", version_id, **typed(rows, act="save"))
    assert sent.status_code == 302, text_of(sent)
    page = admin.opens("process", version_id)
    assert "Thẩm định" in page
    assert "6 hours 30 minutes" in page
    assert (
        number_of(admin.sends("process-publish", version_id, decision_number="3/QĐ", ground=ALONE))
        == version_id
    )
    assert ProcessVersion.objects.get(pk=version_id).decision_number == "3/QĐ"
    assert admin.client.get(reverse("setup:process-steps", args=[version_id])).status_code == 409


def test_rows_move_on_the_page_and_nothing_is_saved(admin: Admin) -> None:
    version_id = number_of(new(admin))
    before = ProcessVersion.objects.get(pk=version_id).source_sha256
    rows = [{"name": "Một", "follows": "2"}, {"name": "Hai", "follows": "3"}, {"name": "Ba", "follows": "0"}]
    page = text_of(admin.sends("process-steps", version_id, **typed(rows, act="up-3")))
    assert page.index('value="Ba"') < page.index('value="Hai"')
    assert (
        text_of(admin.sends("process-steps", version_id, **typed(rows, act="add-1"))).count("<fieldset") == 4
    )
    assert (
        text_of(admin.sends("process-steps", version_id, **typed(rows, act="remove-2"))).count("<fieldset")
        == 2
    )
    assert ProcessVersion.objects.get(pk=version_id).source_sha256 == before


def test_a_wrong_table_keeps_what_was_typed(admin: Admin) -> None:
    version_id = number_of(new(admin))
    for row in ({"follows": "9"}, {"follows": "đi đâu đó"}, {"time": "một ngày"}, {"role": "vua"}):
        refused = admin.sends(
            "process-steps", version_id, **typed([{"name": "Bước đã gõ", **row}], act="save")
        )
        assert refused.status_code == 422
        assert "Bước đã gõ" in text_of(refused)


def test_somebody_else_changed_the_drawing(admin: Admin) -> None:
    version_id = number_of(new(admin))
    stale = {"sha": "0" * 64}
    late = admin.sends("process-steps", version_id, **typed([{"name": "Một"}], act="save"), **stale)
    assert late.status_code == 409
    assert (
        admin.sends("process-publish", version_id, decision_number="3/QĐ", ground=ALONE, **stale).status_code
        == 409
    )


def test_branches_survive_the_table(admin: Admin) -> None:
    rows = [
        StepRow(
            1,
            "Tiếp nhận",
            "receptionist",
            "desk",
            "",
            "receive",
            (Next('channel == "post"', 3), Next(None, 2)),
        ),
        StepRow(2, "Thẩm định", "case_officer", "division", "", "examine", (Next(None, 3),)),
        StepRow(3, "Trả", "receptionist", "desk", "", "return", (Next(None, 0),)),
    ]
    version_id = number_of(new(admin, from_steps(rows, "p", "Thử")))
    page = admin.opens("process-steps", version_id)
    assert "channel == &quot;post&quot; -&gt; 3; 2" in page


def test_a_published_process_begins_a_draft(admin: Admin) -> None:
    line = ProcessVersion.objects.filter(state="published")[0]
    first = admin.again("process-start", line.pk)
    again = admin.again("process-start", line.pk)
    assert number_of(first) == number_of(again)
    assert ProcessVersion.objects.get(pk=number_of(first)).source == line.source


def test_an_upload_replaces_a_draft_only(admin: Admin) -> None:
    drawing = from_steps(standard_seven(480), "qt-khac", "Khác")
    published = ProcessVersion.objects.filter(state="published")[0]
    made = number_of(admin.sends("process-upload", published.pk, file=SimpleUploadedFile("a.bpmn", drawing)))
    assert made != published.pk
    same = number_of(admin.sends("process-upload", made, file=SimpleUploadedFile("a.bpmn", STUCK.encode())))
    assert same == made
    published.refresh_from_db()
    assert published.state == "published"


def test_the_drawing_is_taken_away_as_a_file(admin: Admin) -> None:
    version_id = number_of(new(admin))
    response = admin.client.get(reverse("setup:process-xml", args=[version_id]))
    assert response["Content-Disposition"].startswith("attachment")
    assert response.content.startswith(b"<?xml")


def test_a_withdrawn_process_is_offered_no_more(admin: Admin) -> None:
    version_id = number_of(new(admin, name="Chỉ thử"))
    admin.sends("process-publish", version_id, decision_number="1/QĐ", ground=ALONE)
    admin.sends("process-withdraw", version_id)
    from motcua.setup.queries.procedures import process_choices

    assert str(version_id) not in dict(process_choices())


def judged(admin: Admin, version_id: int, text: str) -> Any:
    sent = admin.again("process-judge", version_id, xml=text)
    assert sent.status_code == 200, text_of(sent)
    return sent.json()


def test_a_drawing_is_judged_before_it_is_saved(admin: Admin) -> None:
    version_id = number_of(new(admin))
    before = ProcessVersion.objects.get(pk=version_id).source_sha256
    stuck = judged(admin, version_id, STUCK)
    assert stuck["marked"] == ["j"]
    assert {"s", "x", "j"} <= set(stuck["way"])
    assert "A dossier would be stuck here" in stuck["verdict"]
    sound = judged(admin, version_id, from_steps(standard_seven(960), "p", "P").decode())
    assert sound["marked"] == []
    assert sound["steps"]["Step_7"] == {
        "role": "receptionist",
        "unit": "desk",
        "sum": "2 working days",
        "minutes": "–",
    }
    for nonsense in ("", "không phải XML", "<a/>", "<a>" + " " * 2**21):
        assert "notice-bad" in judged(admin, version_id, nonsense)["verdict"]
    assert ProcessVersion.objects.get(pk=version_id).source_sha256 == before


def test_a_drawing_is_saved_unless_somebody_else_was_quicker(admin: Admin) -> None:
    version_id = number_of(new(admin))
    drawn = from_steps(standard_seven(480), "p", "P").decode()
    assert admin.sends("process-editor", version_id, xml=drawn).status_code == 302
    assert ProcessVersion.objects.get(pk=version_id).source == drawn
    late = admin.again("process-editor", version_id, xml=STUCK, sha="0" * 64)
    assert late.status_code == 409
    assert "Lấy ý kiến" in text_of(late)  # what was drawn is not lost
    assert admin.sends("process-editor", version_id, xml="<a/>").status_code == 422
    assert ProcessVersion.objects.get(pk=version_id).source == drawn


def test_a_published_process_is_not_drawn_in(admin: Admin) -> None:
    version = ProcessVersion.objects.filter(state="published").first()
    assert version is not None
    address = reverse("setup:process-editor", args=[version.pk])
    assert admin.client.get(address).status_code == 409


def test_the_table_adds_up_as_it_is_typed(admin: Admin) -> None:
    version_id = number_of(new(admin))
    rows = [{"name": "Một", "time": "2wh"}, {"name": "Hai", "time": "1wh"}]
    page = text_of(admin.sends("process-steps", version_id, **typed(rows, act="count")))
    assert "<b>2 hours</b>" in page
    assert "<b>3 hours</b>" in page


def test_a_table_saved_keeps_what_another_tool_wrote(admin: Admin) -> None:
    text = from_steps(standard_seven(960), "p", "P").decode()
    text = text.replace(
        '<bpmn:userTask id="Step_3"', '<bpmn:userTask xmlns:o="urn:o" o:mark="x7" id="Step_3"'
    )
    version_id = number_of(new(admin, text))
    page = admin.opens("process-steps", version_id)
    values = {
        name: re.findall(rf'name="{name}" value="([^"]*)"', page)
        for name in ("name", "time", "follows", "status", "element")
    }
    lists = {
        name: "".join(re.findall(rf'<select[^>]*name="{name}".*?</select>', page, re.DOTALL))
        for name in ("role", "unit", "action", "split", "join", "office")
    }
    chosen = {name: re.findall(r'value="([^"]*)" selected', text) for name, text in lists.items()}
    values["name"][2] = "Thẩm định kỹ"
    sent = admin.sends("process-steps", version_id, **values, **chosen, act="save")
    assert sent.status_code == 302, text_of(sent)
    source = ProcessVersion.objects.get(pk=version_id).source
    assert "Thẩm định kỹ" in source
    assert 'o:mark="x7"' in source
