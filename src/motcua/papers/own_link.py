"""The secret link of a dossier: printed as a code on the receipt, for the person the dossier belongs to.

Whoever holds it sees the papers that the person was given and what they must do; it is no account and opens
nothing else. A lost receipt: the desk makes a new link, and the old one is void from then on.
"""

from __future__ import annotations

import secrets
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from motcua.kernel import time
from motcua.papers.models import OwnLink

_SIGNS = 43  # 256 bits


def own_address(dossier_id: UUID) -> str:
    """The address of the dossier's own page; made at the first call."""
    link, _made = OwnLink.objects.get_or_create(
        dossier_id=dossier_id, defaults={"token": _token(), "made_at": time.now()}
    )
    return address_of(link.token)


def address_of(token: str) -> str:
    """The public address for a token."""
    return settings.PUBLIC_URL.rstrip("/") + reverse("portal:own", args=[token])


def has_link(dossier_id: UUID) -> bool:
    """Whether a link was ever printed."""
    return OwnLink.objects.filter(pk=dossier_id).exists()


def renew(dossier_id: UUID) -> str:
    """A new secret; the old link shows nothing any more. Gives the new address."""
    OwnLink.objects.update_or_create(
        dossier_id=dossier_id, defaults={"token": _token(), "made_at": time.now()}
    )
    return own_address(dossier_id)


def dossier_of(token: str) -> UUID | None:
    """The dossier that a link belongs to; None for every other text. One statement."""
    if len(token) != _SIGNS:
        return None
    return OwnLink.objects.filter(token=token).values_list("dossier_id", flat=True).first()


def _token() -> str:
    return secrets.token_urlsafe(32)
