"""How the long lists of the setup are leafed through."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from django.http import HttpRequest

from motcua.kernel.pagination import Leaf, leaf
from motcua.setup.trial_form import number

PAGE = 50
Item = TypeVar("Item")


def asked_part(request: HttpRequest, found: Sequence[Item]) -> Leaf[Item]:
    """The part of a list that the address asks for with `?page=`; what else it chose stays for the other parts."""

    def url(page: int) -> str:
        chosen = request.GET.copy()
        chosen["page"] = str(page)
        return f"?{chosen.urlencode()}"

    return leaf(found, number(request.GET.get("page")), PAGE, url)
