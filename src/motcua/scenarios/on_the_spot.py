"""What the desk of a scenario's main office does on the spot, and who may appraise and sign there."""

from __future__ import annotations

from django.db import transaction

from motcua.offices import services
from motcua.offices.actors import SYSTEM
from motcua.offices.models import Office, OnTheSpot, Person, Unit
from motcua.offices.roles import Role
from motcua.scenarios.description import Scenario


@transaction.atomic
def enter(scenario: Scenario, office: Office) -> None:
    """Enter the list and the delegations of the file, unless the office has a list already."""
    data = scenario.on_the_spot
    if not data or OnTheSpot.objects.filter(office=office).exists():
        return
    for code in data["procedures"]:
        services.do_on_the_spot(
            SYSTEM, office.pk, code, decision_number=data["decision"], valid_from=data["from"]
        )
    names = {item["key"]: item["name"] for item in scenario.staffings[0].units}
    for item in data["delegations"]:
        services.delegate(
            SYSTEM,
            Person.objects.get(username=item["giver"]).pk,
            Person.objects.get(username=item["receiver"]).pk,
            unit_id=Unit.objects.get(office=office, name=names[item["unit"]]).pk,
            role=Role(item["role"]),
            decision_number=data["decision"],
            valid_from=data["from"],
            valid_to=data["delegated_until"],
        )
