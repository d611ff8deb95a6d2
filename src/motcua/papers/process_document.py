"""Quy trình nội bộ: the internal process of a procedure as a document of the quality system (TCVN ISO 9001).

Made from the same definition that dossiers run on, so it cannot say anything else (TT 01/2018/TT-VPCP, Art 8;
layout after the processes of Hà Nội, 1594/QĐ-TTPVHCC). It is no numbered paper of its own: its number is that of
the decision that published the process.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from motcua.papers import words
from motcua.papers.drawing import compile_document
from motcua.papers.kinds import KINDS, Edition, Form
from motcua.papers.style import Style
from motcua.processes.chart import Chart

TITLE = "QUY TRÌNH NỘI BỘ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH"

# Which forms belong to what is done in a step, and what comes out of it.
FORMS_OF_ACTION: Mapping[str, tuple[Form, ...]] = {
    "receive": (Form.RECEIPT, Form.SUPPLEMENT_REQUEST, Form.REFUSAL, Form.CONTROL_SHEET),
    "assign": (Form.CONTROL_SHEET,),
    "examine": (Form.SUPPLEMENT_REQUEST, Form.STOP_NOTICE, Form.CONTROL_SHEET),
    "review": (Form.CONTROL_SHEET,),
    "consult": (Form.CONSULTATION_REQUEST,),
    "council": (Form.CONTROL_SHEET,),
    "sign": (Form.APOLOGY, Form.CONTROL_SHEET),
    "clerk": (Form.CONTROL_SHEET,),
    "return": (Form.TRACKING_BOOK, Form.CONTROL_SHEET),
}
RESULT_OF_ACTION: Mapping[str, str] = {
    "receive": "Hồ sơ được tiếp nhận, hẹn ngày trả; hoặc phiếu yêu cầu bổ sung, phiếu từ chối",
    "assign": "Hồ sơ được giao cho người thụ lý",
    "examine": "Kết quả thẩm định, dự thảo kết quả; hoặc văn bản yêu cầu bổ sung",
    "review": "Dự thảo kết quả được soát xét",
    "consult": "Ý kiến của cơ quan, đơn vị được hỏi",
    "council": "Biên bản họp",
    "tax": "Thông báo và chứng từ nghĩa vụ tài chính",
    "sign": "Kết quả được ký, hoặc văn bản trả lời có nêu lý do",
    "clerk": "Kết quả được cấp số, đóng dấu",
    "return": "Kết quả được trả cho người nộp hồ sơ",
}


@dataclass(frozen=True, slots=True)
class DocumentPaper:
    """A paper that the applicant hands in."""

    name: str
    count: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class DocumentStep:
    """A row of the table of steps, in words."""

    name: str
    who: str
    time: str
    together: str
    forms: str
    result: str


@dataclass(frozen=True, slots=True)
class Revision:
    """One version in force so far: its number, day, decision, and what it changed."""

    number: int
    day: str
    decision: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessDocument:
    """Everything the document says. `decided_at` is the instant of publication."""

    key: str
    version: int
    process: str
    procedure: str
    code: str
    field: str
    decision: str
    decided_at: datetime
    legal_bases: tuple[str, ...]
    papers: tuple[DocumentPaper, ...]
    sets: int
    legal_time: str
    committed_time: str
    channels: str
    fees: tuple[str, ...]
    results: tuple[str, ...]
    steps: tuple[DocumentStep, ...]
    total: str
    chart: Chart
    forms: tuple[str, ...]
    revisions: tuple[Revision, ...]


def draw_process(document: ProcessDocument, style: Style) -> bytes:
    """The document as PDF/A-2a and PDF/UA-1; the same input gives the same bytes."""
    return compile_document("process_document.typ", _payload(document, style), document.decided_at)


def form_name(form: Form, edition: Edition, label: str) -> str:
    """A form as the table names it: "M01 Giấy tiếp nhận hồ sơ và hẹn trả kết quả"."""
    return f"{label} {KINDS[form].name_in(edition)}".strip()


def _payload(document: ProcessDocument, style: Style) -> dict[str, Any]:
    day = words.local(document.decided_at)
    return {
        "title": TITLE,
        "label": "",
        "edition": "",
        "size": "A4",
        "landscape": False,
        "superior": style.superior,
        "issuing": style.office,
        "number": document.decision or "......",
        "place": style.place,
        "day": words.long_day(day.date()),
        "date": {"year": day.year, "month": day.month, "day": day.day},
        "contact": style.contact,
        "note": "",
        "blocks": [],
        "qr": "",
        "data": asdict(document) | {"decided_at": day.isoformat()},
    }
