"""Who may hand over, take in, give back and give up; and what each sees. One installation is enough for that."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client

from motcua.dossiers import commands as cmd
from motcua.exchange import bodies, envelope, keys, queries
from motcua.exchange.envelope import Envelope, Kind
from motcua.exchange.models import HandOver, OutMessage, Partner
from motcua.exchange.services import desk, handing, inbox, partners, rounds, telling
from motcua.exchange.services.inbox import Signed
from motcua.kernel import time
from motcua.offices.actors import SYSTEM
from tests.dossiers.saying import refused, state, types_of
from tests.township import Township

THEIR_KEY = keys.OwnKey(Ed25519PrivateKey.from_private_bytes(base64.b64decode("A" * 42 + "E=")))
ORIGIN = UUID("0190b7a0-0000-7000-8000-000000000abc")


@pytest.fixture
def office(township: Township, settings: Any, tmp_path: Path) -> Iterator[Township]:
    """The township with a partner, on an ordinary morning."""
    settings.EXCHANGE_NAME = "xa"
    settings.EXCHANGE_KEY = str(tmp_path / "key.pem")
    keys.make_key()
    with time.at(township.clock):
        data = partners.PartnerData(
            code="so",
            name="Sở Mẫu",
            address="https://so.example.vn",
            office_id=township.office_id,
            valid_from=time.today(),
            public_key=THEIR_KEY.public,
        )
        partners.save_partner(data, SYSTEM)
        yield township


def examining(office: Township) -> tuple[UUID, str]:
    """A dossier with its case officer, and that officer's name."""
    dossier: UUID = office.receive().dossier_id
    task = office.run_until(dossier, "examine")
    return dossier, office.case_officer(task.unit_id)


def asked(dossier: UUID, **values: Any) -> handing.HandOverToPartner:
    known: dict[str, Any] = {"partner": "so", "asked": "Thẩm định", "working_days": 3}
    return handing.HandOverToPartner(command_id=uuid4(), dossier_id=dossier, **known | values)


def came(kind: Kind, sequence: int, body: dict[str, Any], dossier: UUID = ORIGIN) -> Any:
    """A message of the partner arrives."""
    message = Envelope(
        id=uuid4(),
        sender="so",
        receiver="xa",
        dossier=dossier,
        code="SO-1",
        sequence=sequence,
        kind=kind,
        sent_at=time.now(),
        body=body,
    )
    data = envelope.write(message)
    answer, _partner = inbox.take(Signed(data, keys.key_id(THEIR_KEY.public), THEIR_KEY.sign(data)))
    return answer.state.value


def handed(sequence: int = 1, **changes: Any) -> UUID:
    """The partner hands a dossier over; gives the hand-over's id."""
    hand_over = uuid4()
    now = time.now()
    values: dict[str, Any] = {
        "hand_over": hand_over,
        "asked": "Xác minh nơi cư trú",
        "answer_by": now + timedelta(days=5),
        "office": "",
        "from_office": "Sở Mẫu",
        "procedure": "1.004873",
        "procedure_name": "Xác nhận tình trạng hôn nhân",
        "case": "",
        "applicant": cmd.Applicant("Trần Thị Mẫu", "099190000008", phone="0900000008"),
        "authorised": None,
        "papers": (),
        "submitted_at": now,
        "due_at": now + timedelta(days=9),
    }
    body = bodies.HandedDossier(**values | changes)
    assert came(Kind.HAND_OVER, sequence, bodies.write_handed(body)) == "accepted"
    return hand_over


def take(hand_over: UUID, **values: Any) -> desk.TakeIn:
    return desk.TakeIn(command_id=uuid4(), hand_over_id=hand_over, procedure="1.004873", **values)


# ── the officer ──


def test_only_who_holds_the_dossier_hands_it_over(office: Township) -> None:
    dossier, officer = examining(office)
    with refused("not_the_holder"):
        handing.hand_over(asked(dossier), office.actor("tiepnhan"))
    made = handing.hand_over(asked(dossier), office.actor(officer))
    (task,) = (task for task in state(dossier).tasks if task.action == "await_partner")
    assert (task.due_at, task.id) == (made.answer_by, made.task_id)


def test_the_form_is_complete(office: Township) -> None:
    dossier, officer = examining(office)
    actor = office.actor(officer)
    with refused("question_needed"):
        handing.hand_over(asked(dossier, asked=" "), actor)
    with refused("too_long"):
        handing.hand_over(asked(dossier, asked="x" * 2001), actor)
    for days in (0, 61):
        with refused("limit_needed"):
            handing.hand_over(asked(dossier, working_days=days), actor)
    with refused("unknown_partner"):
        handing.hand_over(asked(dossier, partner="bộ"), actor)
    assert not OutMessage.objects.exists()
    assert "handed_to_partner" not in types_of(dossier)


def test_sending_the_form_twice_hands_over_once(office: Township) -> None:
    dossier, officer = examining(office)
    form = asked(dossier)
    first = handing.hand_over(form, office.actor(officer))
    assert handing.hand_over(form, office.actor(officer)) == first
    assert OutMessage.objects.count() == 1
    with refused("already_there"):
        handing.hand_over(asked(dossier), office.actor(officer))


def test_without_a_key_nothing_is_promised(office: Township) -> None:
    dossier, officer = examining(office)
    keys.place().unlink()
    with refused("no_exchange_key"):
        handing.hand_over(asked(dossier), office.actor(officer))
    assert "handed_to_partner" not in types_of(dossier)


def test_the_partner_has_the_dossier_from_its_taking_in_to_its_answer(office: Township) -> None:
    dossier, officer = examining(office)
    made = handing.hand_over(asked(dossier), office.actor(officer))
    began = time.now()
    with time.at(began + timedelta(hours=1)):
        told = bodies.Told(hand_over=made.pk, at=time.now() + timedelta(hours=7), code="SO-7")
        came(Kind.ACKNOWLEDGED, 1, bodies.write_told(told), dossier)
    with time.at(began + timedelta(hours=30)):
        result = bodies.Told(hand_over=made.pk, at=time.now(), text="Đủ điều kiện", number="12/STP")
        came(Kind.RESULT, 2, bodies.write_told(result), dossier)
    (one,) = queries.exchanged(dossier)
    # By our own clock, whatever theirs says.
    assert one.held == timedelta(hours=29)
    assert types_of(dossier)[-3:] == ["handed_to_partner", "partner_noted", "partner_wait_ended"]


def test_nobody_but_the_program_enters_what_a_partner_says(office: Township) -> None:
    from motcua.dossiers.services import execute

    dossier, officer = examining(office)
    made = handing.hand_over(asked(dossier), office.actor(officer))
    known: dict[str, Any] = {"command_id": uuid4(), "dossier_id": dossier, "hand_over_id": made.pk}
    with refused("system_only"):
        execute(
            cmd.EndPartnerWait(
                **known, task_id=made.task_id, partner_name="Sở Mẫu", outcome="result", text="Đủ điều kiện"
            ),
            office.actor(officer),
        )
    with refused("system_only"):
        execute(
            cmd.NotePartner(
                **known,
                partner_name="Sở Mẫu",
                kind="progress",
                text="xong",
                their_code="",
                their_time=time.now(),
            ),
            office.actor(officer),
        )


def test_giving_up_needs_its_reason_and_its_holder(office: Township) -> None:
    dossier, officer = examining(office)
    made = handing.hand_over(asked(dossier), office.actor(officer))
    with refused("wrong_role"):
        handing.give_up(uuid4(), made.pk, "Thôi", office.actor("tiepnhan"))
    with refused("reason_needed"):
        handing.give_up(uuid4(), made.pk, " ", office.actor(officer))
    command = uuid4()
    for _ in range(2):
        handing.give_up(command, made.pk, "Đã rõ", office.actor(officer))
    assert [message.kind for message in OutMessage.objects.order_by("sequence")] == ["hand_over", "recalled"]
    with refused("no_partner_awaited"):
        handing.give_up(uuid4(), made.pk, "Lần nữa", office.actor(officer))
    # What the partner says now is kept, and moves nothing.
    before = state(dossier)
    told = bodies.Told(hand_over=made.pk, at=time.now(), text="Đủ điều kiện")
    assert came(Kind.RESULT, 1, bodies.write_told(told), dossier) == "accepted"
    assert (state(dossier).status, state(dossier).tasks) == (before.status, before.tasks)


def test_a_partner_speaks_only_about_what_it_was_asked(office: Township) -> None:
    from motcua.exchange.refusals import NotTakenError, Reason

    dossier, officer = examining(office)
    made = handing.hand_over(asked(dossier), office.actor(officer))
    told = bodies.write_told(bodies.Told(hand_over=made.pk, at=time.now(), text="x", code="SO-1"))
    for kind, about in ((Kind.RESULT, ORIGIN), (Kind.RECALLED, dossier)):
        with pytest.raises(NotTakenError) as caught:
            came(kind, 1, told, about)
        assert caught.value.reason is Reason.UNKNOWN_HAND_OVER
    assert types_of(dossier)[-1] == "handed_to_partner"


# ── the desk ──


def test_the_desk_confirms_within_two_working_hours(office: Township) -> None:
    hand_over = handed()
    (waiting,) = queries.to_confirm(office.actor("tiepnhan"))
    assert waiting.pk == hand_over
    assert waiting.confirm_by == time.now() + timedelta(hours=2)
    assert queries.to_confirm(office.actor("vanthu")) == []
    with refused("papers_missing"):
        desk.take_in(take(hand_over), office.actor("tiepnhan"))
    with refused("unknown_hand_over", 404):
        desk.take_in(take(hand_over, override_reason="Bản chính ở Sở"), office.actor("vanthu"))
    form = take(hand_over, override_reason="Bản chính ở Sở")
    dossier = desk.take_in(form, office.actor("tiepnhan"))
    assert desk.take_in(form, office.actor("tiepnhan")) == dossier
    there = state(dossier)
    assert there.intake is not None
    assert there.intake.applicant.name == "Trần Thị Mẫu"
    # The citizen is spoken with where the dossier was handed in, not here.
    assert there.intake.applicant.phone == ""
    assert "SO-1" in there.intake.note
    (answer,) = OutMessage.objects.all()
    assert (answer.kind, answer.sequence) == ("acknowledged", 1)
    with refused("reason_needed"):
        desk.refuse_back(hand_over, " ", office.actor("tiepnhan"))


def test_an_unknown_procedure_is_asked_for(office: Township) -> None:
    hand_over = handed(procedure="9.999999")
    assert queries.incoming(hand_over, office.actor("tiepnhan")).procedure == ""
    form = desk.TakeIn(command_id=uuid4(), hand_over_id=hand_over, procedure="9.999999")
    with refused("unknown_procedure"):
        desk.take_in(form, office.actor("tiepnhan"))


def test_what_was_recalled_is_not_taken_in(office: Township) -> None:
    hand_over = handed()
    told = bodies.Told(hand_over=hand_over, at=time.now(), text="Công dân rút hồ sơ")
    came(Kind.RECALLED, 2, bodies.write_told(told))
    assert queries.to_confirm(office.actor("tiepnhan")) == []
    with refused("hand_over_ended", 409):
        desk.take_in(take(hand_over, override_reason="x"), office.actor("tiepnhan"))


def test_each_change_of_status_is_told_once(office: Township) -> None:
    hand_over = handed()
    dossier = desk.take_in(take(hand_over, override_reason="Bản chính ở Sở"), office.actor("tiepnhan"))
    assert telling.tell_news() == 0
    office.run_until(dossier, "return")
    for _ in range(3):
        telling.tell_news()
    kinds = [message.kind for message in OutMessage.objects.order_by("sequence")]
    assert kinds == ["acknowledged", "result"]
    assert HandOver.objects.get(pk=hand_over).outcome == "result"


# ── the administrator ──


def test_dead_letters_have_their_reason_and_come_alive_again(office: Township) -> None:
    dossier, officer = examining(office)
    handing.hand_over(asked(dossier), office.actor(officer))
    with time.at(time.now() + timedelta(days=6, hours=23)):
        assert rounds.end_what_waited_too_long() == 0
    with time.at(time.now() + timedelta(days=7)):
        assert rounds.end_what_waited_too_long() == 1
        (letter,) = queries.dead_letters(office.actor("quantri"))
        assert letter.why
        assert letter.dossier_id == dossier
        with refused("unknown_message", 404):
            rounds.send_again(letter.message.pk, office.actor(officer))
        rounds.send_again(letter.message.pk, office.actor("quantri"))
        assert queries.dead_letters(office.actor("quantri")) == []
        assert rounds.end_what_waited_too_long() == 0


def test_partners_are_entered_whole(office: Township) -> None:
    good: dict[str, Any] = {
        "code": "bo",
        "name": "Bộ Mẫu",
        "address": "https://bo.example.vn/mc/",
        "office_id": office.office_id,
        "valid_from": time.today(),
        "public_key": THEIR_KEY.public,
    }
    admin = office.actor("quantri")
    for changes, code in (
        ({"code": " "}, "partner_unnamed"),
        ({"name": ""}, "partner_unnamed"),
        ({"code": "xa"}, "that_is_us"),
        ({"address": "ftp://bo"}, "address_unfit"),
        ({"address": "https://bo/?x=1"}, "address_unfit"),
        ({"public_key": ""}, "key_needed"),
        ({"public_key": "abc"}, "key_unfit"),
        ({"valid_to": time.today() - timedelta(days=1)}, "dates_crossed"),
        ({"office_id": 0}, "not_your_office"),
    ):
        with refused(code):
            partners.save_partner(partners.PartnerData(**good | changes), admin)
    with refused("not_your_office", 403):
        partners.save_partner(partners.PartnerData(**good), office.actor("tiepnhan"))
    assert not Partner.objects.filter(code="bo").exists()
    assert partners.save_partner(partners.PartnerData(**good), admin).address == "https://bo.example.vn/mc"


def test_what_is_late_at_a_partner_is_seen_by_who_oversees(
    office: Township, django_assert_num_queries: Callable[[int], Any]
) -> None:
    dossier, officer = examining(office)
    handing.hand_over(asked(dossier), office.actor(officer))
    admin = office.actor("quantri")
    assert queries.late_at_partners(admin) == []
    with time.at(time.now() + timedelta(days=1)):
        with django_assert_num_queries(1):
            (late,) = queries.late_at_partners(admin)
        assert late.dossier_id == dossier
        client = Client()
        client.force_login(_person("quantri"))
        for page in ("/exchange/", "/oversight/records/"):
            assert state(dossier).code in client.get(page).content.decode()


def _person(username: str) -> Any:
    from motcua.offices.models import Person

    return Person.objects.get(username=username)
