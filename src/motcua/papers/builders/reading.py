"""What several papers need of one dossier, read once."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils import translation

from motcua.dossiers.commands import Applicant, Intake, Paper
from motcua.dossiers.page import DossierPage
from motcua.dossiers.queries import dossier_page
from motcua.kernel.errors import N_, Refusal
from motcua.offices.actors import SYSTEM
from motcua.papers.style import Style
from motcua.papers.styles import style_of
from motcua.procedures.found import TimeLimit
from motcua.procedures.queries import procedure_sheet
from motcua.procedures.words import limit_words


@dataclass(frozen=True, slots=True)
class Facts:
    """A dossier with the style of the office that took it in."""

    page: DossierPage
    intake: Intake
    style: Style

    @property
    def applicant(self) -> Applicant:
        """The applicant as told at reception."""
        return self.intake.applicant

    @property
    def request(self) -> str:
        """Nội dung yêu cầu giải quyết: the procedure, and its case if there are several."""
        case = self.page.case_variant
        return f"{self.page.procedure_name} – {case}" if case else self.page.procedure_name

    @property
    def desk(self) -> str:
        """The desk with the office it belongs to."""
        return f"{self.style.desk}, {self.page.receiving_office}"

    @property
    def officer(self) -> str:
        """Who took the dossier in; the desk itself when the program did."""
        return self.page.received_by or self.style.desk


def facts_of(dossier_id: UUID) -> Facts:
    """Everything about a dossier. Refuses one that is not there; who may see it is asked before."""
    page = dossier_page(dossier_id, SYSTEM)
    if page.state.intake is None:
        raise no_paper()
    return Facts(page, page.state.intake, style_of(page.state.intake.receiving_office_id).style)


def limits(intake: Intake) -> tuple[str, str]:
    """The legal and the committed time of the chosen case or of the group, as posted, in Vietnamese."""
    sheet = procedure_sheet(intake.asked_version_id)
    own = next(
        (case.legal for case in sheet.cases if case.id is not None and case.id == intake.case_variant_id),
        None,
    )
    legal, committed = _said(own or sheet.legal), _said(own or sheet.committed)
    return legal or committed, committed


def count_words(paper: Paper) -> str:
    """How a paper was handed in: "1 bản chính, 2 bản sao"."""
    if paper.kind == "shown":
        return "chỉ xuất trình"
    parts = []
    if paper.originals:
        given_back = " (đã trả lại sau khi đối chiếu)" if paper.custody == "copied" else ""
        parts.append(f"{paper.originals:02} bản chính{given_back}")
    if paper.copies:
        parts.append(f"{paper.copies:02} bản sao")
    return ", ".join(parts) or "bản điện tử"


def no_paper() -> Refusal:
    """The dossier has not come so far that this paper exists."""
    return Refusal(
        "no_such_paper_yet",
        N_("This paper cannot be drawn for the dossier as it stands."),
        N_("Open the dossier to see what has happened to it."),
    )


def _said(limit: TimeLimit | None) -> str:
    with translation.override("vi"):  # papers are Vietnamese whatever the screen speaks
        return limit_words(limit)
