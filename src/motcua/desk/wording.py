"""What acts are called on the desk."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motcua.dossiers.actions import Act

ACT_WORDS: Mapping[Act, Promise] = {
    Act.COMPLETE: _("Complete the step"),
    Act.ASSIGN: _("Assign"),
    Act.APPROVE: _("Approve"),
    Act.REFUSE: _("Refuse"),
    Act.SEND_BACK: _("Send back"),
    Act.TAKE_OVER: _("Take over"),
    Act.REASSIGN: _("Give to a colleague"),
    Act.ADD_PAPER: _("Add a paper"),
    Act.ATTACH_RESULT: _("Attach the result"),
    Act.CHANGE_CUSTODY: _("Note where an original is"),
    Act.HAND_OVER: _("Hand over the result"),
}
