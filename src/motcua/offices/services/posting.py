"""Who works where, in which roles, and who may act in the place of whom."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from motcua.kernel import time
from motcua.kernel.errors import Refusal, Status
from motcua.offices import checks
from motcua.offices.actors import Actor
from motcua.offices.models import Delegation, Membership, Person, Post, Unit
from motcua.offices.roles import Role


@transaction.atomic
def create_membership(
    actor: Actor,
    person_id: int,
    unit_id: int,
    roles: Collection[Role | str],
    valid_from: date,
    *,
    valid_to: date | None = None,
    post_id: int | None = None,
    on_duty: bool = False,
) -> Membership:
    """Post a person to a unit in roles between two dates. For administrators of the office.

    One person has one membership per unit at a time. The last day may be left open.
    """
    unit = checks.unit_of(unit_id)
    checks.check_administers(actor, unit.office.path)
    checks.check_period(valid_from, valid_to)
    person = Person.objects.select_for_update().filter(pk=person_id, is_active=True).first()
    if person is None:
        raise checks.missing(_("There is no such person, or the account is closed."))
    _check_inside(unit, valid_from, valid_to)
    overlapping = Membership.objects.filter(person=person, unit=unit).filter(
        Q(valid_to=None) | Q(valid_to__gte=valid_from)
    )
    if valid_to is not None:
        overlapping = overlapping.filter(valid_from__lte=valid_to)
    if overlapping.exists():
        raise Refusal(
            "posted_already",
            _("%(person)s already works in “%(unit)s” in that time."),
            _("Change the existing posting, or end it first."),
            params={"person": person.full_name, "unit": unit.name},
        )
    return Membership.objects.create(
        person=person,
        unit=unit,
        post=_post(unit, post_id),
        roles=_roles(roles),
        on_duty=on_duty,
        valid_from=valid_from,
        valid_to=valid_to,
    )


@transaction.atomic
def change_membership(
    actor: Actor,
    membership_id: int,
    seen: int,
    roles: Collection[Role | str],
    *,
    post_id: int | None = None,
    on_duty: bool = False,
) -> Membership:
    """Change roles, post or duty from today on. For administrators of the office.

    Nobody can take the last administrator's role away from themselves.
    """
    membership = _opened(actor, membership_id, seen)
    wanted = _roles(roles)
    if membership.person_id == actor.person_id and Role.ADMINISTRATOR not in wanted:
        _check_not_last(membership)
    membership.roles = wanted
    membership.post = _post(membership.unit, post_id)
    membership.on_duty = on_duty
    return _saved(membership)


@transaction.atomic
def end_membership(actor: Actor, membership_id: int, seen: int, last_day: date) -> Membership:
    """End a posting on a day. For administrators of the office; not one's own, if nobody else administers."""
    membership = _opened(actor, membership_id, seen)
    checks.check_period(membership.valid_from, last_day)
    if membership.person_id == actor.person_id:
        _check_not_last(membership)
    membership.valid_to = last_day
    return _saved(membership)


@transaction.atomic
def delegate(
    actor: Actor,
    giver_id: int,
    receiver_id: int,
    *,
    unit_id: int,
    role: Role,
    decision_number: str,
    valid_from: date,
    valid_to: date,
) -> Delegation:
    """Let one person act in the role of another between two dates, on a written decision.

    For the giver, and for administrators of the office. The administrator's role is not delegated: it is
    given by a membership. A delegation never lasts longer than the giver's own role.
    """
    unit = checks.unit_of(unit_id)
    if giver_id != actor.person_id or not actor.has(role, unit_id):
        checks.check_administers(actor, unit.office.path)
    checks.check_period(valid_from, valid_to)
    if role == Role.ADMINISTRATOR or giver_id == receiver_id:
        raise Refusal(
            "delegation_wrong",
            _("This cannot be delegated."),
            _("Choose another role, and somebody else as receiver."),
        )
    holds = Membership.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=valid_from),
        person_id=giver_id,
        unit=unit,
        roles__contains=[Role(role).value],
        valid_from__lte=valid_to,
    )
    if not holds.exists():
        raise Refusal(
            "giver_has_no_role",
            _("The person who delegates does not hold this role in “%(unit)s”."),
            _("Choose a role that this person holds there."),
            params={"unit": unit.name},
        )
    if not Person.objects.filter(pk=receiver_id, is_active=True).exists():
        raise checks.missing(_("There is no such person, or the account is closed."))
    return Delegation.objects.create(
        giver_id=giver_id,
        receiver_id=receiver_id,
        unit=unit,
        role=Role(role),
        decision_number=checks.text(decision_number, _("The number of the decision"), 100),
        valid_from=valid_from,
        valid_to=valid_to,
    )


@transaction.atomic
def end_delegation(actor: Actor, delegation_id: int, last_day: date) -> Delegation:
    """End a delegation early, or before it began; for the giver and for administrators."""
    row = (
        Delegation.objects.select_for_update().select_related("unit__office").filter(pk=delegation_id).first()
    )
    if row is None:
        raise checks.missing(_("There is no such delegation."))
    if row.giver_id != actor.person_id:
        checks.check_administers(actor, row.unit.office.path)
    row.valid_to = min(row.valid_to, last_day)
    row.save(update_fields=["valid_to"])
    return row


def _opened(actor: Actor, membership_id: int, seen: int) -> Membership:
    row = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("unit__office", "person")
        .filter(pk=membership_id)
        .first()
    )
    if row is None:
        raise checks.missing(_("There is no such posting."))
    checks.check_administers(actor, row.unit.office.path)
    checks.check_seen(seen, row, row.version)
    return row


def _saved(membership: Membership) -> Membership:
    membership.version += 1
    membership.save(update_fields=["roles", "post", "on_duty", "valid_to", "version"])
    return membership


def _check_not_last(membership: Membership) -> None:
    others = Membership.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=time.today()),
        roles__contains=[Role.ADMINISTRATOR.value],
        person__is_active=True,
        unit__office=membership.unit.office,
    ).exclude(person_id=membership.person_id)
    if Role.ADMINISTRATOR in membership.roles and not others.exists():
        raise Refusal(
            "last_administrator",
            _("You are the only administrator of this office."),
            _("Make somebody else administrator first."),
            status=Status.STALE,
        )


def _check_inside(unit: Unit, first: date, last: date | None) -> None:
    if first < unit.valid_from or (unit.valid_to is not None and (last is None or last > unit.valid_to)):
        raise Refusal(
            "unit_not_in_force",
            _("“%(unit)s” does not exist during the whole of that time."),
            _("Correct the dates."),
            params={"unit": unit.name},
        )


def _post(unit: Unit, post_id: int | None) -> Post | None:
    if post_id is None:
        return None
    post = Post.objects.filter(pk=post_id, unit=unit).first()
    if post is None:
        raise checks.missing(_("There is no such post in this unit."))
    return post


def _roles(roles: Collection[Role | str]) -> list[str]:
    try:
        wanted = {Role(role) for role in roles}
    except ValueError:
        wanted = set()
    if not wanted:
        raise Refusal(
            "roles_needed", _("Choose at least one role."), _("Roles say what a person may do here.")
        )
    return [role.value for role in Role if role in wanted]
