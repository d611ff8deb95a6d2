"""What comes from outside is read whole or refused; what was signed is never believed in another form."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from motcua.exchange import answers, bodies, envelope, keys, reading
from motcua.exchange.answers import Answer, State
from motcua.exchange.envelope import Envelope, Kind
from motcua.exchange.refusals import NotTakenError, Reason
from motcua.kernel.errors import Refusal

PLAIN = {
    "version": 1,
    "id": "0190b7a0-0000-7000-8000-000000000001",
    "from": "xa",
    "to": "so",
    "dossier": "0190b7a0-0000-7000-8000-000000000002",
    "code": "H99.20.1-261122-0001",
    "sequence": 1,
    "kind": "progress",
    "sent_at": "2026-11-22T03:00:00+00:00",
    "body": {
        "hand_over": "0190b7a0-0000-7000-8000-000000000003",
        "at": "2026-11-22T10:00:00+07:00",
        "text": "Đang giải quyết",
    },
}
texts = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\x00"), max_size=60)


def read_with(**changes: Any) -> Envelope:
    return envelope.read(json.dumps(PLAIN | changes).encode())


def test_a_message_is_read_as_it_was_written() -> None:
    message = read_with()
    again = envelope.read(envelope.write(message))
    assert again == message
    assert message.kind is Kind.PROGRESS
    assert message.sent_at == datetime(2026, 11, 22, 3, tzinfo=UTC)
    assert bodies.read_told(message.body).at == datetime(2026, 11, 22, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    "changes",
    [
        {"version": 2},
        {"version": True},
        {"id": "1"},
        {"id": None},
        {"from": ""},
        {"from": "x" * 61},
        {"to": 5},
        {"sequence": 0},
        {"sequence": 1.0},
        {"sequence": "1"},
        {"sequence": 2**40},
        {"kind": "gift"},
        {"sent_at": "2026-11-22T03:00:00"},
        {"sent_at": "yesterday"},
        {"sent_at": "0001-01-01T00:00:00+14:00"},
        {"body": []},
        {"code": "a\x00b"},
        {"code": "\ud800"},
    ],
)
def test_what_is_not_a_message_is_unreadable(changes: dict[str, Any]) -> None:
    with pytest.raises(NotTakenError) as caught:
        read_with(**changes)
    assert caught.value.reason is Reason.UNREADABLE


@given(st.binary(max_size=300))
def test_no_bytes_whatever_do_anything_but_be_refused(data: bytes) -> None:
    with pytest.raises(NotTakenError):
        envelope.read(data)


def test_what_is_too_large_is_not_even_looked_at() -> None:
    with pytest.raises(NotTakenError) as caught:
        envelope.read(b"{" * (reading.LARGEST_MESSAGE + 1))
    assert caught.value.reason is Reason.TOO_LARGE


@pytest.mark.parametrize("number", [b"NaN", b"Infinity", b"-Infinity"])
def test_numbers_that_are_none_are_refused(number: bytes) -> None:
    with pytest.raises(NotTakenError):
        reading.read_object(b'{"sequence":' + number + b"}")


@given(texts, texts, st.integers(0, 999))
def test_papers_are_told_as_they_are(name: str, requirement: str, copies: int) -> None:
    paper = bodies.SentPaper(name.strip() or "Đơn", "submitted", copies, requirement.strip())
    told = bodies.Told(hand_over=UUID(int=1), at=datetime(2026, 11, 22, tzinfo=UTC), papers=(paper,))
    assert bodies.read_told(json.loads(reading.canonical(bodies.write_told(told)))) == told


@pytest.mark.parametrize("sha256", ["../../etc/passwd", "A" * 64, "0" * 63, "0" * 65])
def test_only_hashes_name_files(sha256: str) -> None:
    body = {"papers": [{"name": "Đơn", "kind": "submitted", "copies": 0, "sha256": sha256}]}
    with pytest.raises(NotTakenError):
        bodies.read_told(PLAIN["body"] | body)  # type: ignore[operator]


@given(
    st.sampled_from(State),
    st.none() | st.uuids(),
    st.integers(0, 9),
    st.none() | st.sampled_from(Reason),
)
def test_answers_are_read_as_they_were_written(
    state: State, about: UUID | None, waiting_for: int, reason: Reason | None
) -> None:
    answer = Answer(state, about, waiting_for, ("0" * 64,), reason, "vì sao")
    assert answers.read(answers.write(answer, "so", "xa")) == answer


def test_a_reason_of_a_newer_version_counts_as_the_messages_own_fault() -> None:
    data = answers.write(Answer(State.REFUSED, reason=Reason.NOT_FOR_US), "so", "xa")
    read = answers.read(data.replace(b"not_for_us", b"from_2030"))
    assert read.reason is Reason.NOT_CARRIED_OUT


@given(st.lists(st.binary(max_size=8), max_size=6), st.lists(st.binary(max_size=8), max_size=6))
def test_chains_are_equal_exactly_when_all_messages_are(one: list[bytes], two: list[bytes]) -> None:
    chains = [envelope.chain(map(envelope.digest, messages)) for messages in (one, two)]
    assert (chains[0] == chains[1]) is (one == two)


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_a_signature_fits_its_bytes_and_no_others(data: bytes, other: bytes) -> None:
    key = keys.OwnKey(Ed25519PrivateKey.generate())
    signature = key.sign(data)
    assert keys.fits(key.public, signature, data)
    assert keys.fits(key.public, signature, other) is (data == other)
    assert not keys.fits(keys.OwnKey(Ed25519PrivateKey.generate()).public, signature, data)


@pytest.mark.parametrize("signature", ["", "=", "khóa", "A" * 88])
def test_what_is_no_signature_fits_nothing(signature: str) -> None:
    key = keys.OwnKey(Ed25519PrivateKey.generate())
    assert not keys.fits(key.public, signature, b"")


@pytest.mark.parametrize("public", ["", "abc", "A" * 44, "không"])
def test_what_is_no_key_is_refused_in_words(public: str) -> None:
    with pytest.raises(Refusal) as caught:
        keys.key_id(public)
    assert caught.value.code == "key_unfit"


def test_a_key_is_not_overwritten(settings: Any, tmp_path: Any) -> None:
    settings.EXCHANGE_KEY = str(tmp_path / "keys" / "own.pem")
    with pytest.raises(Refusal) as caught:
        keys.own_key()
    assert caught.value.code == "no_exchange_key"
    first = keys.make_key()
    assert keys.own_key().public == first.public
    assert keys.place().stat().st_mode & 0o777 == 0o600
    with pytest.raises(Refusal) as caught:
        keys.make_key()
    assert caught.value.code == "key_exists"
    second = keys.make_key(replace=True)
    assert keys.own_key().public == second.public != first.public
    assert keys.place().with_name("own.pem.old").exists()
