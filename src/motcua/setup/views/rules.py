"""Rule sets: the parameters of the law by date, to read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from motcua.kernel import time
from motcua.rules.queries import history
from motcua.setup.rule_words import parameter_words, value_words
from motcua.setup.writing import setup_view


@setup_view
def rules(request: HttpRequest) -> HttpResponse:
    """Every rule set, the newest first, with each parameter's text and trust."""
    today = time.today()
    sets = [
        (
            item,
            item.valid_from <= today and (item.valid_to is None or item.valid_to >= today),
            [
                (name, parameter_words(name), value_words(parameter.value), parameter)
                for name, parameter in sorted(item.parameters.items())
            ],
        )
        for item in reversed(history())
    ]
    return render(request, "setup/rules.html", {"sets": sets, "section": "rules"})
