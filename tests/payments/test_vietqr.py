"""VietQR payloads: as the published examples are, readable back, and never one that a bank would refuse."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.errors import Refusal
from motcua.payments.vietqr import PayloadError, Transfer, checksum, fold_note, note_for, parse, payload, read

# Published examples: two of the NAPAS format description, one of a public service's reference.
PUBLISHED = {
    Transfer(
        "970403", "0011012345678"
    ): "00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA53037045802VN63049E6F",
    Transfer("970403", "0011012345678", 180_000, "thanh toan don hang", "NPS6869"): (
        "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005802VN"
        "62340107NPS68690819thanh toan don hang63042E2E"
    ),
    Transfer("970415", "113366668888", 79_000, "Ung Ho Quy Vac Xin"): (
        "00020101021238560010A0000007270126000697041501121133666688880208QRIBFTTA53037045405790005802VN"
        "62220818Ung Ho Quy Vac Xin63043ACF"
    ),
}


@pytest.mark.parametrize(("transfer", "text"), PUBLISHED.items())
def test_payloads_are_those_of_the_published_examples(transfer: Transfer, text: str) -> None:
    assert payload(transfer) == text
    assert read(text) == transfer


def test_the_checksum_is_that_of_the_specification() -> None:
    assert checksum("123456789") == "29B1"  # the check value of CRC-16/CCITT-FALSE
    card = (
        "00020101021238600010A00000072701300006970403011697040311012345670208QRIBFTTC530370454061800005802VN"
        "62340107NPS68690819thanh toan don hang6304"
    )
    assert checksum(card) == "A203"


notes = st.text(max_size=60).map(fold_note)
transfers = st.builds(
    Transfer,
    bank=st.from_regex(r"[0-9]{6}", fullmatch=True),
    account=st.from_regex(r"[0-9A-Za-z]{1,19}", fullmatch=True),
    amount=st.none() | st.integers(1, 10**13 - 1),
    note=notes,
    bill=notes,
)


@given(transfers)
def test_whatever_is_written_is_read_back(transfer: Transfer) -> None:
    text = payload(transfer)
    assert text.isascii()
    assert read(text) == transfer
    assert parse(text)["01"] == ("11" if transfer.amount is None else "12")


@given(transfers, st.data())
def test_one_changed_sign_is_noticed(transfer: Transfer, data: st.DataObject) -> None:
    text = payload(transfer)
    at = data.draw(st.integers(0, len(text) - 1))
    sign = data.draw(st.sampled_from("0123456789ABCDEFxyz ").filter(lambda sign: sign != text[at]))
    with pytest.raises(PayloadError):
        read(text[:at] + sign + text[at + 1 :])


@given(st.text(max_size=200))
def test_any_other_text_is_refused_in_words(text: str) -> None:
    with pytest.raises(PayloadError):
        read(text)


@given(st.text(max_size=80))
def test_a_note_is_plain_and_short(text: str) -> None:
    note = fold_note(text)
    assert note.isascii()
    assert len(note) <= 25
    assert fold_note(note) == note


def test_the_note_names_the_dossier() -> None:
    assert note_for("H99.20.1-260302-0007") == "H99 20 1 260302 0007"
    assert note_for("000.00.21.H99-260302-0007") == "000 00 21 H99 260302 0007"
    long = note_for("000.00.21.34.H99-260302-0007")
    assert long == "000002134H992603020007"
    assert note_for("1" * 30 + "-260302-0007").endswith("2603020007")


@pytest.mark.parametrize(
    "wrong",
    [
        {"bank": "97041"},
        {"bank": "97041X"},
        {"account": ""},
        {"account": "1133 6666"},
        {"account": "1" * 20},
        {"amount": 0},
        {"amount": -5},
        {"amount": 10**13},
        {"note": "Lệ phí"},
        {"note": "x" * 26},
        {"bill": "A-1"},
    ],
)
def test_what_a_bank_would_refuse_is_refused_before(wrong: dict[str, object]) -> None:
    values: dict[str, object] = {"bank": "970415", "account": "113366668888"} | wrong
    with pytest.raises(Refusal) as refused:
        Transfer(**values)  # type: ignore[arg-type]
    assert refused.value.hint
