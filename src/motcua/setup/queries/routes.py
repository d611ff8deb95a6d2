"""Procedures whose processes send dossiers to offices that cannot be found, or cannot do what is wanted there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date

from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.dossiers.engine_route import route_of
from motcua.kernel.wording import say
from motcua.offices.models import Office, Unit
from motcua.offices.queries import in_force
from motcua.offices.roles import UnitKind
from motcua.offices.seats import Wanted, empty_seats
from motcua.procedures.queries import versions_in_force
from motcua.setup.queries.missing import Finding

# Where dossiers of a process begin: the lowest of the levels that its steps name.
_UPWARDS = ("commune", "district", "province", "ministry")
_SHOWN = 6


def unreachable(offices: Sequence[Office], today: date) -> Iterator[Finding]:
    """What the desks of these offices would be refused, said once for all its procedures.

    One statement for each field and each set of offices and parts that its processes name, however many
    procedures and offices there are.
    """
    desks = set(
        Unit.objects.filter(in_force(today), kind=UnitKind.DESK, office__in=offices).values_list(
            "office_id", flat=True
        )
    )
    able = [office for office in offices if office.pk in desks]
    refused: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for (field, level, wanted), procedures in _routes(today).items():
        begin = [office.pk for office in able if office.level_name == level]
        if not level:  # an office with a code is the same one wherever a dossier begins
            begin = [office.pk for office in able[:1]]
        for refusal in empty_seats(wanted, begin, field, today).values() if begin else ():
            said = say(refusal)
            refused[said.message, said.hint].update(procedures)
    for (message, hint), procedures in refused.items():
        codes = sorted(procedures)
        more = " …" if len(codes) > _SHOWN else ""
        yield Finding(
            "warn",
            message,
            reverse("setup:procedure", args=[procedures[codes[0]]]),
            _("Look at the procedure"),
            note=_("Dossiers of %(codes)s cannot be received: %(hint)s")
            % {"codes": ", ".join(codes[:_SHOWN]) + more, "hint": hint},
        )


def _routes(today: date) -> dict[tuple[str, str, Wanted], dict[str, int]]:
    """The procedures in force whose steps name levels or single offices, by field, level and what is wanted.

    The level is that of the beginning; empty where only single offices are named: then only these are wanted.
    """
    rows = (
        versions_in_force(today)
        .filter(process_version__isnull=False)
        .annotate(net=Cast("process_version__net", TextField()))
        .filter(Q(net__contains='"level:') | Q(net__contains='"office:'))
        .values_list("pk", "procedure__code", "field_id", "process_version_id")
    )
    found: dict[tuple[str, str, Wanted], dict[str, int]] = defaultdict(dict)
    for version, code, field, process in rows:
        wanted = route_of(process).seats
        level = _lowest({office.removeprefix("level:") for office, _part in wanted})
        if not level:
            wanted = frozenset(pair for pair in wanted if pair[0].startswith("office:"))
        if wanted:
            found[field, level, wanted][code] = version
    return found


def _lowest(levels: Collection[str]) -> str:
    return next((level for level in _UPWARDS if level in levels), "")
