"""Offices by the identifiers that processes and dossier codes name them by."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from motcua.kernel import time
from motcua.offices.models import Office
from motcua.offices.queries import in_force


def office_identifiers(codes: Collection[str] | None = None) -> dict[str, str]:
    """Identifier to name, by name: of every office in force today, or of those asked for, abolished ones too."""
    if codes is None:
        found = Office.objects.filter(in_force(time.today()))
    else:
        found = Office.objects.filter(Q(code_new__in=codes) | Q(code_old__in=codes))
    rows = found.order_by("name", "pk").values_list("code_new", "code_old", "name")
    if codes is None:
        return {new or old: name for new, old, name in rows if new or old}
    return {code: name for new, old, name in rows for code in (new, old) if code in codes}
