"""Moments and manners of payment in the reader's language."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motcua.payments.balance import Manner, Moment

MANNER_WORDS: dict[Manner, str | Promise] = {
    Manner.CASH: _("Cash"),
    Manner.TRANSFER: _("Bank transfer"),
    Manner.POST: _("Through the post"),
}
MOMENT_WORDS: dict[Moment, str | Promise] = {
    Moment.RECEPTION: _("When the dossier is handed in"),
    Moment.RETURN: _("When the result is given out"),
    Moment.OPEN: _("Later; the result does not wait for it"),
}
