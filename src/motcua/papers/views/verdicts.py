"""A file that somebody has just handed over: what its digital signatures are worth, said at once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext

from motcua.dossiers.commands import Paper
from motcua.files.queries import open_file
from motcua.kernel.errors import fill
from motcua.papers.signing import trust_from_settings, validate
from motcua.papers.signing.verdict import Finding

_RESULT = "result"


def say_signatures(request: HttpRequest, paper: Paper) -> None:
    """Tell the person about the signatures of the paper's file. A plain scan that is no result needs no word.

    A wrong format is known within seconds, not found weeks later by the next office.
    """
    if not paper.sha256 or not paper.file_name.lower().endswith(".pdf"):
        return
    with open_file(paper.sha256) as file:
        verdict = validate(file.read(), trust_from_settings())
    if verdict.finding is Finding.UNSIGNED and paper.kind != _RESULT:
        return
    words = " ".join(fill(gettext(message), places) for message, places in verdict.sentences())
    say = messages.success if verdict.good else messages.warning
    say(request, f"{paper.name}: {words}")
