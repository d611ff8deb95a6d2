"""What stands around a dossier whose result is ready: its receipt, its money, its parcel, a call to make."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from motcua.kernel import time
from motcua.offices.actors import Actor, actor_for

if TYPE_CHECKING:
    from motcua.exchange import envelope

AMOUNT = 8_000  # đồng


def receipt(dossier_id: UUID) -> None:
    """Its receipt as an issued paper, with a number, and the applicant's own page."""
    from motcua.papers import following
    from motcua.papers.kinds import Form

    following.last_of(dossier_id, Form.RECEIPT)


def money(dossier_id: UUID, office_id: int, actor: Actor) -> None:
    """A fee, set by a resolution and half of it paid."""
    from motcua.payments import commands as cmd
    from motcua.payments import queries, services
    from motcua.payments.assessment import SetAmount
    from motcua.payments.balance import Manner

    rows = [line.position for line in queries.fee_lines(dossier_id)]
    amounts = tuple(SetAmount(row, AMOUNT, "NQ 01/2020/NQ-HĐND") for row in rows)
    assess = cmd.Assess(command_id=uuid4(), dossier_id=dossier_id, applying=tuple(rows), amounts=amounts)
    services.assess_fee(assess, actor)
    services.collect(
        cmd.Collect(
            command_id=uuid4(),
            dossier_id=dossier_id,
            office_id=office_id,
            amount=AMOUNT // 2,
            manner=Manner.CASH,
        ),
        actor,
    )


def parcel(dossier_id: UUID, office_id: int, actor: Actor) -> None:
    """On its way with the post, on a list of its own."""
    from motcua.delivery import commands as cmd
    from motcua.delivery import services

    asked = services.ask_for_post(
        cmd.AskForPost(
            command_id=uuid4(), dossier_id=dossier_id, recipient="Mẫu", address="Tổ 3", phone="0900000007"
        ),
        actor,
    )
    packed = cmd.Pack(command_id=uuid4(), shipment_id=asked.pk, parcel_number="EB123456789VN")
    services.pack(packed, actor)
    services.hand_to_post(
        cmd.HandToPost(
            command_id=uuid4(), office_id=office_id, shipment_ids=(asked.pk,), receiver="Bưu tá Mẫu"
        ),
        actor,
    )


def supplement(dossier_id: UUID, desk: Actor) -> None:
    """Something is missing; the applicant was told at the desk."""
    from motcua.dossiers import commands as cmd
    from motcua.dossiers import services
    from motcua.dossiers.models import Task

    task = Task.objects.get(dossier_id=dossier_id, closed_at=None)
    officer = actor_for(task.assignee_id or 0, time.today())
    request = cmd.RequestSupplement(
        command_id=uuid4(),
        dossier_id=dossier_id,
        items=(cmd.MissingItem("Đơn", "Thiếu chữ ký"),),
        legal_basis="NĐ 61/2018, Điều 19",
    )
    services.execute(request, officer)
    told = cmd.DeliverSupplementRequest(command_id=uuid4(), dossier_id=dossier_id, manner="counter")
    services.execute(told, desk)


def withdrawal(dossier_id: UUID, desk: Actor) -> None:
    """The applicant took the dossier back."""
    from motcua.dossiers import commands as cmd
    from motcua.dossiers import services

    services.execute(cmd.WithdrawDossier(command_id=uuid4(), dossier_id=dossier_id, reason="Đổi ý"), desk)


def apology(dossier_id: UUID, leader: Actor) -> None:
    """The leader apologised in public for a mistake in the result."""
    from motcua.dossiers import commands as cmd
    from motcua.dossiers import services

    sorry = cmd.Apologise(
        command_id=uuid4(),
        dossier_id=dossier_id,
        kind="error",
        manner="public",
        text="Cơ quan đã ghi sai một ngày trong kết quả và đã sửa lại.",
        medium="Đài truyền thanh xã",
    )
    services.execute(sorry, leader)


def call(dossier_id: UUID) -> None:
    """Nothing sends messages here, so the desk has to call the applicant."""
    from motcua.dossiers.models import Dossier
    from motcua.notices import services
    from motcua.notices.moments import Moment

    version = Dossier.objects.get(pk=dossier_id).version
    assert services.tell(dossier_id, version, Moment.RESULT_READY)


def partner(office_id: int, desk: Actor) -> None:
    """Another installation that has handed two dossiers over: one waits, the other was given back in vain."""
    import base64
    from datetime import timedelta

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from django.test import override_settings

    from motcua.exchange import envelope, keys
    from motcua.exchange.models import HandOver
    from motcua.exchange.services import desk as desks
    from motcua.exchange.services import inbox, partners, rounds
    from motcua.offices.actors import SYSTEM

    own = keys.OwnKey(Ed25519PrivateKey.from_private_bytes(base64.b64decode("A" * 42 + "E=")))
    with override_settings(EXCHANGE_NAME="nha"):
        if not keys.place().exists():
            keys.make_key()
        data = partners.PartnerData(
            code=f"doi-tac-{office_id}",
            name=f"Hệ thống mẫu {office_id}",
            address="https://motcua.example.vn",
            office_id=office_id,
            valid_from=time.today(),
            public_key=own.public,
        )
        partners.save_partner(data, SYSTEM)
        for number in range(2):
            written = envelope.write(_handed(data.code, number))
            signed = inbox.Signed(written, keys.key_id(own.public), own.sign(written))
            inbox.take(signed)
        second = HandOver.objects.filter(office_id=office_id).latest("begun_at")
        desks.refuse_back(second.pk, "Không thuộc thẩm quyền", desk)
        with time.at(time.now() + timedelta(days=8)):
            rounds.end_what_waited_too_long()


def _handed(code: str, number: int) -> envelope.Envelope:
    from motcua.dossiers.commands import Applicant
    from motcua.exchange import bodies
    from motcua.exchange.envelope import Envelope, Kind

    now = time.now()
    body = bodies.HandedDossier(
        hand_over=uuid4(),
        asked="Thẩm định điều kiện",
        answer_by=now,
        office="",
        from_office="Sở Mẫu",
        procedure="1.004873",
        procedure_name="Cấp Giấy xác nhận tình trạng hôn nhân",
        case="",
        applicant=Applicant("Trần Thị Mẫu", "099190000008"),
        authorised=None,
        papers=(bodies.SentPaper("Tờ khai", "submitted", requirement="Tờ khai"),),
        submitted_at=now,
        due_at=now,
    )
    return Envelope(
        id=uuid4(),
        sender=code,
        receiver="nha",
        dossier=uuid4(),
        code=f"MAU-{number}",
        sequence=1,
        kind=Kind.HAND_OVER,
        sent_at=now,
        body=bodies.write_handed(body),
    )
