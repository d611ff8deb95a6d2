"""The internal process as a document: from the same definition, to the standards of every paper."""

from __future__ import annotations

from django.urls import reverse

from motcua.procedures.models import Fee
from motcua.processes.bpmn import read
from motcua.processes.chart import Chart, chart_of
from motcua.processes.models import ProcessVersion
from motcua.processes.services import create_draft
from motcua.processes.steps import from_steps, standard_seven
from tests.dossiers.test_moving import changed, next_version, rows_of
from tests.papers.reading import catalogue, metadata, tags, text_of
from tests.setup.conftest import Admin
from tests.setup.test_processes import STUCK

CODE = "1.004873"


def used() -> ProcessVersion:
    found = ProcessVersion.objects.filter(procedureversion__procedure__code=CODE, state="published").first()
    assert found is not None
    return found


def document(admin: Admin, version_id: int, **query: str) -> bytes:
    response = admin.client.get(reverse("setup:process-document", args=[version_id]), query)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    return response.content


def test_it_says_who_does_what_in_which_time(admin: Admin) -> None:
    version = used()
    text = text_of(document(admin, version.pk)).lower()
    for row in rows_of(version.pk):
        assert row.name.lower() in text
    for words in (
        "quy trình nội bộ", "cấp giấy xác nhận tình trạng hôn nhân", CODE, "cơ sở pháp lý", "thành phần hồ sơ",
        "nội dung các bước", "lưu đồ", "theo dõi ban hành, sửa đổi", "giấy tiếp nhận hồ sơ và hẹn trả kết quả",
        "người thụ lý", "cộng hòa xã hội chủ nghĩa việt nam",
    ):  # fmt: skip
        assert words in text, words


def test_no_fee_is_said_once(admin: Admin) -> None:
    free = Fee.objects.filter(kind="none", channel="", place="", when="").first()
    assert free is not None
    version_id = free.version_id
    page = admin.opens("procedure", version_id)
    assert "<li>No fee</li>" in page
    process = free.version.process_version_id
    assert process is not None
    assert text_of(document(admin, process, use=str(version_id))).count("Không thu") == 1


def test_a_procedure_without_an_entry_is_not_said_to_cost_nothing(admin: Admin) -> None:
    version = used()
    for use in version.procedureversion_set.all():
        Fee.objects.filter(version=use).delete()
    assert "Phí, lệ phí: Chưa niêm yết phí" in text_of(document(admin, version.pk))


def test_it_keeps_the_standards_of_every_paper_and_the_same_bytes(admin: Admin) -> None:
    content = document(admin, used().pk)
    said = metadata(content)
    assert "<pdfaid:part>2</pdfaid:part>" in said
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in said
    assert "<pdfuaid:part>1</pdfuaid:part>" in said
    assert str(catalogue(content)["/Lang"]) == "vi-VN"
    found = tags(content)
    assert found.count("H1") == 1
    assert {"H2", "Table", "TH", "TD"} <= set(found)
    assert document(admin, used().pk) == content


def test_a_later_version_lists_what_it_changed_by_which_decision(admin: Admin) -> None:
    old = used().pk
    new = next_version(old, changed(rows_of(old), "examine", time="1wh", name="Thẩm định nhanh"))
    text = text_of(document(admin, new))
    assert "20/QĐ-UBND" in text
    assert "Thẩm định nhanh" in text.partition("Theo dõi ban hành")[2]


def test_a_draft_has_no_document_yet(admin: Admin) -> None:
    draft = create_draft("qt-thu", "Quy trình thử", from_steps(standard_seven(960), "qt-thu", "Q").decode())
    assert admin.client.get(reverse("setup:process-document", args=[draft])).status_code == 409


def test_a_process_that_no_procedure_uses_is_printed_all_the_same(admin: Admin) -> None:
    from motcua.processes.services import publish

    text = from_steps(standard_seven(960), "qt-rieng", "Quy trình riêng").decode()
    version_id = publish(create_draft("qt-rieng", "Quy trình riêng", text), None, "9/QĐ")
    assert "Quy trình riêng" in text_of(document(admin, version_id, use="77x"))


def chart(text: str | bytes) -> Chart:
    return chart_of(read(text if isinstance(text, bytes) else text.encode()))


def test_the_chart_has_every_box_once_and_every_way() -> None:
    model = read(STUCK.encode())
    drawn = chart(STUCK)
    assert sorted(box.id for box in drawn.boxes) == sorted(node.id for node in model.main.nodes)
    assert len(drawn.lines) == len(model.main.flows)
    assert any(line.text == 'channel == "post"' for line in drawn.lines)
    assert min(x for line in drawn.lines for x, _y in line.points) >= 0
    places = [(box.x, box.y) for box in drawn.boxes]
    assert len(set(places)) == len(places)


def test_the_chart_goes_from_top_to_bottom() -> None:
    drawn = chart(from_steps(standard_seven(960), "p", "P"))
    heights = {box.text: box.y for box in drawn.boxes}
    assert heights["Tiếp nhận hồ sơ"] < heights["Ký duyệt"] < heights["Trả kết quả"]
    assert max(box.y for box in drawn.boxes) <= drawn.height
