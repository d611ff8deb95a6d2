"""People who work here: their accounts. What they may do stands in their memberships."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from motcua.kernel import time
from motcua.kernel.errors import Refusal, Status
from motcua.offices import auth, checks
from motcua.offices.actors import Actor
from motcua.offices.models import Membership, Person
from motcua.offices.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonData:
    """What an administrator writes about a person."""

    full_name: str
    phone: str = ""
    email: str = ""


@transaction.atomic
def create_person(actor: Actor, username: str, data: PersonData, password: str) -> Person:
    """Make an account. It may do nothing until a membership says so. For any administrator."""
    if not actor.has(Role.ADMINISTRATOR):
        raise Refusal(
            "not_an_administrator",
            _("Only administrators make accounts."),
            _("Ask the administrator of your office."),
            status=Status.FORBIDDEN,
        )
    name = username.strip().lower()
    if not checks.USERNAME.fullmatch(name):
        raise Refusal(
            "username_wrong",
            _("“%(name)s” cannot be an account name."),
            _("Use 3 to 60 small letters without diacritics, digits, dots, dashes or underscores."),
            params={"name": name},
        )
    person = Person(username=name, **_columns(data))
    _set(person, password)
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        raise Refusal(
            "username_taken",
            _("The account name %(name)s is taken."),
            _("Choose another one, for instance with the year of birth."),
            params={"name": name},
        ) from None
    return person


@transaction.atomic
def edit_person(actor: Actor, person_id: int, seen: int, data: PersonData) -> Person:
    """Correct name, phone or e-mail. For administrators of every office the person works in."""
    person = _opened(actor, person_id)
    checks.check_seen(seen, person, person.version)
    for name, value in _columns(data).items():
        setattr(person, name, value)
    return _saved(person)


@transaction.atomic
def set_password(actor: Actor, person_id: int, password: str) -> Person:
    """Give a person a new password; it ends their sessions and the lock-out. For their administrators."""
    person = _opened(actor, person_id)
    _set(person, password)
    auth.forget_failures(person.username)
    return _saved(person)


@transaction.atomic
def change_own_password(person_id: int, old: str, new: str) -> Person:
    """Change one's own password, knowing the old one."""
    person = Person.objects.select_for_update().get(pk=person_id)
    if not person.check_password(old):
        raise Refusal("password_wrong", _("The old password is not right."), _("Type it again."))
    if old == new:
        raise Refusal("password_same", _("The new password is the old one."), _("Choose another one."))
    _set(person, new)
    return _saved(person)


@transaction.atomic
def unlock_person(actor: Actor, person_id: int) -> None:
    """End a lock-out after wrong passwords. For the person's administrators."""
    auth.forget_failures(_opened(actor, person_id).username)


@transaction.atomic
def deactivate_person(actor: Actor, person_id: int, seen: int) -> Person:
    """Close an account: it cannot sign in any more, open sessions end; what it did stays in the books."""
    person = _opened(actor, person_id)
    checks.check_seen(seen, person, person.version)
    if person.pk == actor.person_id:
        raise Refusal("not_oneself", _("You cannot close your own account."), _("Ask another administrator."))
    person.is_active = False
    person.set_unusable_password()
    return _saved(person)


def _opened(actor: Actor, person_id: int) -> Person:
    person = Person.objects.select_for_update().filter(pk=person_id).first()
    if person is None:
        raise checks.missing(_("There is no such person."))
    # Who may change the password could act as this person: so it takes every office they work in.
    today = time.today()
    paths = (
        Membership.objects.filter(person=person)
        .exclude(valid_to__lt=today)
        .values_list("unit__office__path", flat=True)
    )
    for path in paths:
        checks.check_administers(actor, path)
    if not actor.has(Role.ADMINISTRATOR):
        checks.check_administers(actor, "")
    return person


def _columns(data: PersonData) -> dict[str, str]:
    return {
        "full_name": checks.text(data.full_name, _("The full name"), 120),
        "phone": checks.text(data.phone, _("The phone number"), 50, required=False),
        "email": checks.check_email(data.email),
    }


def _set(person: Person, password: str) -> None:
    try:
        password_validation.validate_password(password, person)
    except ValidationError as error:
        raise Refusal(
            "password_weak", " ".join(error.messages), _("Choose a longer one, for instance three words.")
        ) from None
    person.set_password(password)


def _saved(person: Person) -> Person:
    person.version += 1
    person.save()
    return person
