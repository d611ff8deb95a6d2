"""An office adapts its papers: head, signs, signers, texts, with a preview that follows while one types."""

from __future__ import annotations

import base64

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.kernel import time
from motcua.kernel.errors import Refusal
from motcua.kernel.wording import say
from motcua.offices.access import actor_of, staff_view
from motcua.offices.models import Office
from motcua.offices.roles import Role
from motcua.papers import services, style, styles
from motcua.papers.drawing import Head, preview
from motcua.papers.kinds import Edition, Form
from motcua.papers.specimens import SPECIMENS
from motcua.papers.style import Style
from motcua.papers.views.style_form import StyleForm, values_of
from motcua.rules.queries import in_force

_UNPROCESSABLE = 422


@staff_view(roles={Role.ADMINISTRATOR})
def choose(request: HttpRequest) -> HttpResponse:
    """The offices whose papers one may adapt; the only one is opened at once."""
    actor = actor_of(request)
    found = [office for office in Office.objects.all() if actor.administers(office.path)]
    if len(found) == 1:
        return HttpResponseRedirect(reverse("papers:adapt", args=[found[0].pk]))
    return render(request, "papers/choose_office.html", {"offices": found})


@staff_view(roles={Role.ADMINISTRATOR})
def adapt(request: HttpRequest, office_id: int) -> HttpResponse:
    """Show, preview or publish the style of an office's papers."""
    actor = actor_of(request)
    office = Office.objects.filter(pk=office_id).first() if office_id < 2**63 else None
    if office is None or not actor.administers(office.path):
        raise services.not_your_office()
    stored = styles.style_of(office_id)
    form = StyleForm(request.POST or None, initial=values_of(stored.style, stored.version))
    shown = _form_shown(request)
    status, picture, problem = 200, "", None
    if request.method != "POST":
        picture = _picture(stored.style, shown)
    elif not form.is_valid():
        status = _UNPROCESSABLE
    else:
        try:
            style.check(form.style())
            if "publish" in request.POST:
                services.save_style(office_id, form.style(), form.cleaned_data["version"], actor)
                messages.success(request, _("Saved. Papers issued from now on look like this."))
                return HttpResponseRedirect(
                    f"{reverse('papers:adapt', args=[office_id])}?shown={shown.value}"
                )
            picture = _picture(form.style(), shown)
        except Refusal as refusal:
            problem, status = say(refusal), refusal.status
    context = {
        "office": office,
        "form": form,
        "parts": list(form.parts()),
        "stored": stored,
        "picture": picture,
        "shown": shown.value,
        "problem": problem,
    }
    if request.headers.get("HX-Target") == "preview":
        return render(request, "papers/parts/preview.html", context)
    return render(request, "papers/adapt.html", context, status=status)


def _form_shown(request: HttpRequest) -> Form:
    asked = request.POST.get("shown") or request.GET.get("shown", "")
    return Form(asked) if asked in set(Form) else Form.RECEIPT


def _picture(chosen: Style, form: Form) -> str:
    """The first page of a specimen, as a data address."""
    rules = in_force(time.today())
    labels = rules.get("form_numbers")
    sizes = rules.get("form_paper")
    head = Head(
        edition=Edition(rules.form_set),
        issued_at=time.now(),
        number=5,
        form_label=str(labels.get(form.value, "")),
        size=str(sizes.get(form.value, "")),
        verify_url=services.verify_address("mau-khong-co-gia-tri"),
        token="mau-khong-co-gia-tri",  # noqa: S106 - no secret: words on a specimen
    )
    return "data:image/png;base64," + base64.b64encode(preview(SPECIMENS[form], chosen, head)).decode()
