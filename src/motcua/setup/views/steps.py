"""The table of steps of a draft: rows are added, moved and removed on the page, then saved as a drawing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.kernel.errors import Refusal
from motcua.kernel.wording import say
from motcua.offices.access import actor_of
from motcua.processes import services
from motcua.processes.errors import StepsError
from motcua.processes.steps import revise
from motcua.setup import step_form
from motcua.setup.process_words import reason_words
from motcua.setup.queries import processes as queries
from motcua.setup.words import ACTION_WORDS, place_choices, role_choices, unit_choices
from motcua.setup.writing import command_id, done_before, remember, setup_view

_SPLITS = (
    ("one", gettext_lazy("one of the ways")),
    ("all", gettext_lazy("all at once")),
    ("any", gettext_lazy("every way whose condition holds")),
)
_JOINS = (
    ("one", gettext_lazy("whichever way comes")),
    ("all", gettext_lazy("waits for all branches")),
    ("any", gettext_lazy("waits for the branches that were begun")),
)


@setup_view
def steps(request: HttpRequest, version_id: int) -> HttpResponse:
    """Show the table, change it on the page, or save it."""
    one = queries.draft(version_id)
    error, status = "", 200
    seen = request.POST.get("sha", one.sha256)[:64]
    if request.method == "POST":
        if (known := done_before(request)) is not None:
            return HttpResponseRedirect(known)
        rows = step_form.of_post(request.POST)
        act = request.POST.get("act", "save")
        if act != "save":
            rows = step_form.changed(rows, act)
        else:
            try:
                revised = revise(one.xml.encode(), step_form.to_rows(rows), one.line.key, one.line.name)
                text = revised.decode()
                services.update_draft(version_id, text, seen, actor_of(request).person_id)
            except StepsError as refused:
                error, status = reason_words(str(refused)), 422
            except Refusal as refusal:
                said = say(refusal)
                error, status = f"{reason_words(said.message)} {said.hint}".strip(), refusal.status
            else:
                target = reverse("setup:process", args=[version_id])
                remember(request, target)
                messages.success(request, _("The steps are saved. Look at the verdict."))
                return HttpResponseRedirect(target)
    else:
        drawn = queries.steps_of(one.xml)
        if drawn is None:
            return render(request, "setup/steps_not.html", {"line": one.line, "section": "processes"})
        rows = step_form.of_rows(drawn)
    sums = queries.typed_sums(rows)
    total = max((sum_ for sum_ in sums if sum_ is not None), default=None)
    context = {
        "line": one.line,
        "rows": list(zip(rows, sums, strict=True)),
        "total": total,
        "fits": queries.fitting(queries.uses_around(one.line), total),
        "seen": seen,
        "error": error,
        "roles": role_choices(),
        "kinds": unit_choices(),
        "places": place_choices(row.office for row in rows),
        "step_actions": list(ACTION_WORDS.items()),
        "splits": _SPLITS,
        "joins": _JOINS,
        "command_id": command_id(request),
        "section": "processes",
    }
    return render(request, "setup/steps.html", context, status=status)
