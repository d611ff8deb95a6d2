"""The drawing of a draft in the browser, its table of steps beside it; the drawing is what is kept."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.kernel.errors import Refusal
from motcua.kernel.middleware import inline_style
from motcua.kernel.wording import say
from motcua.offices.access import actor_of
from motcua.processes import services
from motcua.processes.errors import ProcessError
from motcua.processes.queries import ProcessDetail, detail
from motcua.processes.steps import with_drawing
from motcua.setup.drawing_words import drawing_words
from motcua.setup.process_words import reason_words
from motcua.setup.queries import processes as queries
from motcua.setup.words import ACTION_WORDS, place_choices, role_choices, unit_choices, work_time
from motcua.setup.writing import command_id, done_before, remember, setup_view


@inline_style
@setup_view
def editor(request: HttpRequest, version_id: int) -> HttpResponse:
    """Show the drawing of a draft, or save it as it was drawn."""
    one = queries.draft(version_id)
    error, status, drawn = "", 200, _with_picture(one.xml)
    seen = request.POST.get("sha", one.sha256)[:64]
    if request.method == "POST":
        if (known := done_before(request)) is not None:
            return HttpResponseRedirect(known)
        drawn = request.POST.get("xml", "")
        try:
            services.update_draft(version_id, drawn, seen, actor_of(request).person_id)
        except Refusal as refusal:
            said = say(refusal)
            error, status = f"{reason_words(said.message)} {said.hint}".strip(), refusal.status
        else:
            target = reverse("setup:process-editor", args=[version_id])
            remember(request, target)
            messages.success(request, _("The drawing is saved. Next: try it out, then ask for approval."))
            return HttpResponseRedirect(target)
    context = {
        "line": one.line,
        "drawn": drawn,
        "seen": seen,
        "error": error,
        "judged": queries.judged(drawn, queries.uses_around(one.line)),
        "roles": role_choices(),
        "kinds": unit_choices(),
        "places": place_choices(),
        "step_actions": list(ACTION_WORDS.items()),
        "words": drawing_words(),
        "command_id": command_id(request),
        "section": "processes",
    }
    return render(request, "setup/editor.html", context, status=status)


@setup_view
@require_POST
def judge(request: HttpRequest, version_id: int) -> HttpResponse:
    """What stands against a drawing that is not saved yet, and the running sums of its steps."""
    one: ProcessDetail = detail(version_id)
    drawn = request.POST.get("xml", "")
    judged = queries.judged(drawn, queries.uses_around(one.line))
    return JsonResponse(
        {
            "verdict": render_to_string("setup/parts/judged.html", {"judged": judged}, request),
            "marked": judged.marked,
            "way": judged.way,
            "steps": {
                line.element: {
                    "role": line.role,
                    "unit": line.unit,
                    "sum": work_time(total),
                    "minutes": work_time(line.minutes),
                }
                for line, total in queries.summed(judged.net)
            },
        }
    )


def _with_picture(text: str) -> str:
    try:
        return with_drawing(text.encode()).decode()
    except ProcessError:
        return text
