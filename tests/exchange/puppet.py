"""One installation at work: acts asked for line by line, each answered by a line of JSON.

Called as a process of its own: `python -m tests.exchange.puppet`, in the environment of the installation.
"""

from __future__ import annotations

import io
import json
import os
import sys
from contextlib import redirect_stdout
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


class Acts:
    """Every public method is an act; it gives plain data."""

    def __init__(self) -> None:
        from motcua.kernel import time
        from motcua.offices.models import Office
        from tests.township import Township

        self.place = Township(Office.objects.get(code_new="H99.20.1").pk, clock=time.now())
        self.later: datetime | None = None

    def key(self) -> str:
        from motcua.exchange import keys

        made = keys.own_key() if keys.place().exists() else keys.make_key()
        return made.public

    def partner(self, code: str, address: str, key: str) -> None:
        from motcua.exchange.services.partners import PartnerData, save_partner
        from motcua.kernel import time
        from motcua.offices.actors import SYSTEM

        save_partner(
            PartnerData(
                code=code,
                name=f"Hệ thống mẫu {code}",
                address=address,
                office_id=self.place.office_id,
                valid_from=time.today(),
                public_key=key,
            ),
            SYSTEM,
        )

    def end_key(self, code: str) -> None:
        from motcua.exchange.models import PartnerKey
        from motcua.exchange.services.partners import end_key
        from motcua.offices.actors import SYSTEM

        for key in PartnerKey.objects.filter(partner__code=code):
            end_key(key.pk, SYSTEM)

    def receive(self, name: str = "Nguyễn Thị Mẫu Đào", size: int = 0) -> str:
        """Take a dossier in with a scan, and bring it to the case officer."""
        from motcua.dossiers import commands as cmd
        from motcua.files.services import store

        self._now()
        kept = store(io.BytesIO(PDF + name.encode() + b" " * size), "Đơn đề nghị.pdf")
        plain = self.place.intake(applicant=cmd.Applicant(name, "099190000007", phone="0900000007"))
        scan = cmd.Paper(id=uuid4(), name="Bản quét", sha256=kept.sha256, file_name=kept.file_name)
        dossier = self.place.receive(applicant=plain.applicant, papers=(*plain.papers, scan)).dossier_id
        self.place.run_until(dossier, "examine")
        return str(dossier)

    def hand_over(self, dossier: str, partner: str, asked: str = "Thẩm định điều kiện") -> str:
        from motcua.exchange.services.handing import HandOverToPartner, hand_over

        return str(
            hand_over(
                HandOverToPartner(
                    command_id=uuid4(),
                    dossier_id=UUID(dossier),
                    partner=partner,
                    asked=asked,
                    working_days=5,
                    office="H99.20.1",
                ),
                self._officer(dossier),
            ).pk
        )

    def give_up(self, hand_over: str, reason: str) -> None:
        from motcua.exchange.models import HandOver
        from motcua.exchange.services.handing import give_up

        found = HandOver.objects.get(pk=hand_over)
        give_up(uuid4(), found.pk, reason, self._officer(str(found.dossier_id)))

    def withdraw(self, dossier: str) -> None:
        from motcua.dossiers import commands as cmd

        self._now()
        known = {"command_id": uuid4(), "dossier_id": UUID(dossier)}
        self.place.execute(cmd.WithdrawDossier(**known, reason="Không còn nhu cầu"), "tiepnhan")

    def minute(self) -> int:
        """What the worker does in a minute; gives how many messages had their effect."""
        from motcua.exchange.models import Partner
        from motcua.exchange.services import sending
        from motcua.exchange.tasks import each_minute

        each_minute(timestamp=0)
        return sum(sending.deliver(partner.pk) for partner in Partner.objects.order_by("pk"))

    def pass_time(self, minutes: int, step: int = 1) -> int:
        """The worker's minutes one after another on a clock that goes on from where it was left."""
        from motcua.kernel import time

        done = 0
        for _ in range(0, minutes, step):
            self.later = (self.later or time.now()) + timedelta(minutes=step)
            with time.at(self.later):
                done += self.minute()
        return done

    def hurry(self) -> None:
        """Let all waits and leases be over, as if the time had passed."""
        from motcua.exchange.models import OutMessage, Partner
        from motcua.kernel import time

        OutMessage.objects.filter(accepted_at=None, dead_at=None).update(next_try_at=time.now())
        Partner.objects.filter(down_since__isnull=False).update(next_probe_at=time.now())

    def lose_acknowledgement(self) -> None:
        """As after a restore of the other side: what it had acknowledged, it no longer has."""
        from motcua.exchange.models import Conversation, HandOver, InMessage

        InMessage.objects.all().delete()
        HandOver.objects.all().delete()
        Conversation.objects.update(taken=0)

    def days_pass(self, days: int) -> None:
        from django.db.models import F

        from motcua.exchange.models import OutMessage

        OutMessage.objects.update(give_up_at=F("give_up_at") - timedelta(days=days))

    def resend(self) -> None:
        from motcua.exchange.models import OutMessage
        from motcua.exchange.services.rounds import send_again
        from motcua.offices.actors import SYSTEM

        for message in OutMessage.objects.filter(accepted_at=None, dead_at__isnull=False):
            send_again(message.pk, SYSTEM)

    def incoming(self) -> list[str]:
        from motcua.exchange.models import HandOver

        found = HandOver.objects.filter(direction="in", acknowledged_at=None, ended_at=None)
        return [str(pk) for pk in found.order_by("begun_at").values_list("pk", flat=True)]

    def take_in(self, hand_over: str, override: str = "") -> str:
        from motcua.exchange.services.desk import TakeIn, take_in

        command = TakeIn(
            command_id=uuid4(),
            hand_over_id=UUID(hand_over),
            procedure="1.004873",
            override_reason=override,
        )
        self._now()
        return str(take_in(command, self.place.actor("tiepnhan")))

    def refuse_back(self, hand_over: str, reason: str) -> None:
        from motcua.exchange.services.desk import refuse_back

        self._now()
        refuse_back(UUID(hand_over), reason, self.place.actor("tiepnhan"))

    def step(self, dossier: str) -> None:
        self._now()
        self.place.step(UUID(dossier))

    def finish(self, dossier: str) -> None:
        """Work it through to its result, with the result's file."""
        from motcua.dossiers import commands as cmd
        from motcua.files.services import store

        self._now()
        self.place.run_until(UUID(dossier), "clerk")
        kept = store(io.BytesIO(PDF + b"result"), "Kết quả.pdf")
        paper = cmd.Paper(
            id=uuid4(), name="Kết quả", kind="result", sha256=kept.sha256, file_name=kept.file_name
        )
        add = cmd.AddPaper(command_id=uuid4(), dossier_id=UUID(dossier), paper=paper)
        self.place.execute(add, "vanthu")
        self.place.run_until(UUID(dossier), "return")

    def reconcile(self) -> tuple[int, str]:
        from motcua.exchange import commands

        with redirect_stdout(io.StringIO()) as printed:
            status = commands.reconcile("")
        return status, printed.getvalue()

    def look(self, dossier: str) -> dict[str, Any]:
        from motcua.dossiers import ledger

        entries = ledger.entries(UUID(dossier))
        state = ledger.fold_entries(UUID(dossier), entries)
        return {
            "code": state.code,
            "status": state.status.value,
            "events": [entry.event.type for entry in entries],
            "tasks": [task.action for task in state.tasks],
            "papers": sorted((paper.name, paper.kind, paper.sha256 or "") for paper in state.papers),
            "applicant": state.intake.applicant.name if state.intake else "",
        }

    def hand_overs(self) -> list[dict[str, Any]]:
        from motcua.exchange.models import HandOver

        return [
            {
                "id": str(one.pk),
                "direction": one.direction,
                "outcome": one.outcome,
                "acknowledged": one.acknowledged_at is not None,
                "their_code": one.their_code,
                "recalled": one.recalled_reason,
                "dossier": str(one.dossier_id or ""),
            }
            for one in HandOver.objects.order_by("begun_at")
        ]

    def sent(self) -> list[list[Any]]:
        from motcua.exchange.models import OutMessage

        found = OutMessage.objects.order_by("created_at")
        return [
            [
                one.kind,
                one.sequence,
                "accepted" if one.accepted_at else "dead" if one.dead_at else "waiting",
                one.reason,
            ]
            for one in found
        ]

    def taken(self) -> list[list[Any]]:
        from motcua.exchange.models import InMessage

        found = InMessage.objects.order_by("conversation_id", "sequence")
        return [[one.kind, one.sequence, one.applied_at is not None] for one in found]

    def down(self) -> list[str]:
        from motcua.exchange.models import Partner

        found = Partner.objects.filter(down_since__isnull=False)
        return list(found.values_list("code", flat=True))

    def _officer(self, dossier: str) -> Any:
        from motcua.dossiers import ledger

        self._now()
        loaded = ledger.load_row(UUID(dossier), uuid4())
        assert loaded is not None
        task = next(task for task in loaded.state.tasks if task.token > 0)
        return self.place.actor(self.place.case_officer(task.unit_id))

    def _now(self) -> None:
        from motcua.kernel import time

        self.place.clock = time.now()


def main() -> None:
    """Do what is asked until nobody asks any more."""
    import django

    django.setup()
    acts = Acts()
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            said = {"gives": getattr(acts, asked["act"])(**asked["with"])}
        except Exception as error:
            said = {"error": f"{type(error).__name__}: {error!r}"}
        answers.write(json.dumps(said) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
