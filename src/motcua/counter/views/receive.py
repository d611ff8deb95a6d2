"""Receiving a dossier: one page, refreshed in parts, and the five things its buttons do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.counter import group_parts, parsing, people, reception_form, uploads
from motcua.counter.desks import counter_view, desk_of
from motcua.counter.kept_form import from_intake
from motcua.counter.promise import said
from motcua.counter.reception_form import ReceptionForm
from motcua.counter.reception_page import REASONS, ReceptionPage, build, find_procedures
from motcua.dossiers import commands as cmd
from motcua.dossiers import services
from motcua.dossiers.groups import Lead, receive_group
from motcua.dossiers.models import Guidance
from motcua.dossiers.queries import dossier_page
from motcua.dossiers.status import Status
from motcua.kernel import time
from motcua.kernel.errors import N_, Refusal
from motcua.kernel.wording import say
from motcua.offices.actors import Actor
from motcua.papers import following
from motcua.papers.kinds import Form
from motcua.procedures.found import Sheet
from motcua.procedures.words import limit_words


@dataclass(frozen=True, slots=True)
class ProcedureOption:
    """A procedure under the box."""

    value: str
    label: str
    note: str


@counter_view
def receive(request: HttpRequest) -> HttpResponse:
    """The reception page, and what its buttons do."""
    actor, office = desk_of(request)
    if request.method != "POST":
        return _show(request, build(_begun(request, actor), actor, office))
    form = _completed(request, reception_form.read(request.POST, actor.person_id or 0), actor, office)
    page = build(form, actor, office)
    act = _ACTS.get(request.POST.get("act", ""))
    if act is None:
        return _show(request, page)
    try:
        return act(request, page, actor, office)
    except Refusal as refusal:
        return _show(request, page, refusal)


@counter_view
@require_POST
def rest(request: HttpRequest) -> HttpResponse:
    """Everything below the procedure, for the form as it stands (asked whenever a choice changes)."""
    actor, office = desk_of(request)
    form = reception_form.read(request.POST, actor.person_id or 0)
    trigger = request.headers.get("HX-Trigger-Name", "")
    if trigger == "person":
        form = people.choose(form) if form.person_choice else replace(form, applicant=reception_form.NOBODY)
    if trigger == "procedure":  # the office was chosen for another one
        form = replace(form, competent_id=None, parts=())
    page = build(form, actor, office)
    focus = ""
    if trigger in ("procedure", "person"):
        focus = "papers" if page.person else "person"
        if trigger == "person" and page.person and not page.person.applicant.name:
            focus = "name"
    return render(request, "counter/parts/rest.html", _context(page) | {"focus": focus})


@counter_view
@require_POST
def procedures(request: HttpRequest) -> HttpResponse:
    """Procedures for three letters."""
    _actor, office = desk_of(request)
    options = [
        ProcedureOption(
            str(hit.version_id),
            hit.name,
            " · ".join(
                part for part in (hit.code, hit.field_name, limit_words(hit.committed or hit.legal)) if part
            ),
        )
        for hit in find_procedures(parsing.text(request.POST, "procedure_q", 120), office)
    ]
    return render(request, "components/combobox_options.html", {"options": options})


@counter_view
@require_POST
def persons(request: HttpRequest) -> HttpResponse:
    """People for a scanned card, a number or a name. By POST: none of this belongs into addresses."""
    words = parsing.text(request.POST, "person_q", 1000)
    return render(request, "components/combobox_options.html", {"options": people.options(words)})


@counter_view
@require_POST
def upload(request: HttpRequest, requirement_id: int) -> HttpResponse:
    """Keep a file for one line of the checklist, or say at once why it cannot be kept."""
    actor, _office = desk_of(request)
    file = request.FILES.get(f"upload_{requirement_id}")
    context: dict[str, object] = {"number": requirement_id}
    if file is not None:
        try:
            kept = uploads.keep(file)
            context |= {"upload": kept, "token": uploads.make_token(kept, actor.person_id or 0)}
        except Refusal as refusal:
            context["problem"] = say(refusal)
    return render(request, "counter/parts/file.html", context)


def _begun(request: HttpRequest, actor: Actor) -> ReceptionForm:
    form = reception_form.blank()
    draft = parsing.uuid(request.GET.get("draft", ""))
    if draft is not None:
        kept = dossier_page(draft, actor)
        if kept.status != Status.DRAFT or kept.state.intake is None:
            raise Refusal(
                "not_a_draft", N_("This dossier is no longer a draft."), N_("Open it to see its state.")
            )
        return from_intake(draft, kept.version, kept.state.intake)
    same = parsing.uuid(request.GET.get("same", ""))
    if same is not None and (intake := dossier_page(same, actor).state.intake) is not None:
        form = replace(form, applicant=intake.applicant, person_words=intake.applicant.name)
    return replace(form, procedure_id=parsing.row_id(request.GET.get("procedure", "")))


def _completed(request: HttpRequest, form: ReceptionForm, actor: Actor, office: int) -> ReceptionForm:
    """What scripts would have done meanwhile: words become a choice, files become stored files."""
    if form.procedure_id is None and form.procedure_words:
        hits = find_procedures(form.procedure_words, office)
        form = replace(form, procedure_id=hits[0].version_id if hits else None)
    if not form.applicant.name and form.person_words:
        options = people.options(form.person_words)
        form = people.choose(replace(form, person_choice=options[0].value)) if options else form
    lines = []
    for line in form.lines:
        file = request.FILES.get(f"upload_{line.requirement_id}")
        if file is not None:
            kept = uploads.keep(file)
            lines.append(
                replace(line, upload=kept, token=uploads.make_token(kept, actor.person_id or 0), got=True)
            )
        else:
            lines.append(line)
    return replace(form, lines=tuple(lines))


def _receive(request: HttpRequest, page: ReceptionPage, actor: Actor, office: int) -> HttpResponse:
    form = page.form
    if page.parts and page.sheet:
        return _receive_group(page, page.sheet, actor, office)
    outcome = services.execute(
        cmd.ReceiveDossier(
            command_id=form.command_id("receive"),
            dossier_id=form.dossier_id,
            expected_version=form.version,
            intake=_intake(page, office),
            override_reason=form.override_reason,
        ),
        actor,
    )
    if form.without_receipt:
        return HttpResponseRedirect(reverse("counter:received", args=[outcome.dossier_id]))
    following.at_once(outcome.dossier_id, Form.RECEIPT)
    return HttpResponseRedirect(reverse("counter:receipt", args=[outcome.dossier_id]))


def _receive_group(page: ReceptionPage, sheet: Sheet, actor: Actor, office: int) -> HttpResponse:
    form = page.form
    first, *_others = receive_group(
        form.command_id("receive"),
        group_parts.intakes(_intake(page, office), form, sheet),
        actor,
        Lead(sheet.version_id, form.dossier_id, form.version, form.override_reason),
    )
    following.at_once(first.dossier_id, Form.RECEIPT)
    return HttpResponseRedirect(reverse("counter:receipt", args=[first.dossier_id]))


def _save_draft(request: HttpRequest, page: ReceptionPage, actor: Actor, office: int) -> HttpResponse:
    form = page.form
    services.execute(
        cmd.SaveDraft(
            command_id=form.command_id("draft"),
            dossier_id=form.dossier_id,
            expected_version=form.version,
            intake=_intake(page, office),
        ),
        actor,
    )
    messages.success(request, _("The draft is saved. Its papers are remembered; no time runs yet."))
    return HttpResponseRedirect(reverse("counter:drafts"))


def _refuse(request: HttpRequest, page: ReceptionPage, actor: Actor, office: int) -> HttpResponse:
    form = page.form
    outcome = services.execute(
        cmd.RefuseReception(
            command_id=form.command_id("refuse"),
            dossier_id=form.dossier_id,
            expected_version=form.version,
            intake=_intake(page, office),
            reason_code=form.refuse_code if form.refuse_code in REASONS else "",
            reason=form.refuse_reason,
            legal_basis=form.refuse_basis,
        ),
        actor,
    )
    following.at_once(outcome.dossier_id, Form.REFUSAL)
    return HttpResponseRedirect(reverse("counter:refusal-slip", args=[outcome.dossier_id]))


def _guide(request: HttpRequest, page: ReceptionPage, actor: Actor, office: int) -> HttpResponse:
    form = page.form
    services.record_guidance(
        Guidance(
            id=form.command_id("guide"),
            office_id=office,
            officer_id=actor.person_id or 0,
            at=time.now(),
            person_name=(form.applicant.name or form.person_words.partition("|")[0])[:200],
            procedure_version_id=form.procedure_id,
            matter=form.matter or (page.sheet.name if page.sheet else form.procedure_words)[:500],
            guided_to=form.guided_to,
            advice=form.advice,
        ),
        actor,
    )
    messages.success(request, _("The guidance is noted."))
    return HttpResponseRedirect(reverse("counter:guidance"))


_ACTS: dict[str, Callable[[HttpRequest, ReceptionPage, Actor, int], HttpResponse]] = {
    "receive": _receive,
    "draft": _save_draft,
    "refuse": _refuse,
    "guide": _guide,
}


def _intake(page: ReceptionPage, office: int) -> cmd.Intake:
    return reception_form.intake(page.form, office, [row.document for row in page.rows])


def _show(request: HttpRequest, page: ReceptionPage, refusal: Refusal | None = None) -> HttpResponse:
    act = request.POST.get("act", "") if refusal else ""
    context = _context(page) | {
        "refused": said(refusal, page.sheet) if refusal else None,
        "papers_missing": page.missing if refusal and refusal.code == "papers_missing" else (),
        "open_part": act if act in ("refuse", "guide") else "",
        "focus": "" if page.sheet is None or refusal else ("papers" if page.person else "person"),
    }
    return render(request, "counter/receive.html", context, status=refusal.status if refusal else 200)


def _context(page: ReceptionPage) -> dict[str, object]:
    return {"page": page, "form": page.form, "reasons": REASONS.items()}
