"""Texts, letters, parts, phone numbers, quiet hours: the pure rules."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.errors import Refusal
from motcua.notices import sms
from motcua.notices.channels.addresses import gateway_url, mail_server
from motcua.notices.moments import SENT, Channel, Moment
from motcua.notices.packaged import packaged
from motcua.notices.sms import Encoding
from motcua.notices.texts import EMAIL_PLACES, SMS_PLACES, Text, checked, rendered
from motcua.notices.times import Facts, QuietHours, State, state_of, wait_after

ANY = datetime(2026, 3, 2, tzinfo=UTC)
PIECES = st.sampled_from(
    [
        "{{",
        "}}",
        "{%",
        "%}",
        "{#",
        "{{ code }}",
        "{{code}}",
        "{{ name }}",
        "{{ __class__ }}",
        "{{ x.y }}",
        " ",
        "\n",
    ]
)


def test_every_moment_has_a_text_on_each_way_and_in_each_language() -> None:
    found = packaged()
    assert len(found) == len(Moment) * len(SENT) * 2
    for (_moment, channel, _language), text in found.items():
        assert bool(text.subject) == (channel == Channel.EMAIL)


def test_packaged_sms_fit_into_two_parts_without_marks() -> None:
    values = {
        "code": "000.00.00.H49-260302-0042",
        "desk": "UBND thị trấn Vĩnh Tuy",
        "hotline": "0219 111 1111",
        "due": "17:00, 09/03/2026",
        "date": "17:00, 09/03/2026",
    }
    for (moment, channel, language), text in packaged().items():
        if channel == Channel.SMS:
            body = sms.without_marks(rendered(text, values).body)
            measured = sms.measure(body)
            assert measured.encoding == Encoding.GSM7, (moment, language, body)
            assert measured.parts <= 2, (moment, language, body)
            assert "?" not in body


@pytest.mark.parametrize("body", ["{{ name }}", "Xin chào {{ id_number }}", "{{ codes }}"])
def test_an_sms_may_not_name_the_person_and_the_known_places_are_listed(body: str) -> None:
    with pytest.raises(Refusal) as refused:
        checked(Text(body), Channel.SMS)
    assert refused.value.code == "unknown_place"
    assert "{{ code }}, {{ desk }}" in refused.value.hint


@pytest.mark.parametrize(
    "body", ["{{ code }", "{{ code", "}}", "{% if code %}", "{# x #}", "{{ code|safe }}", "{{}}"]
)
def test_braces_that_are_no_place_are_refused(body: str) -> None:
    with pytest.raises(Refusal):
        checked(Text(body), Channel.SMS)


@pytest.mark.parametrize(
    "text", [Text("", "s"), Text("b", ""), Text("b" * 5001, "s"), Text("b", "s" * 151), Text(" \n", "s")]
)
def test_empty_and_endless_letters_are_refused(text: Text) -> None:
    with pytest.raises(Refusal):
        checked(text, Channel.EMAIL)


@given(st.lists(st.one_of(PIECES, st.text(max_size=10)), max_size=12).map("".join), st.text(max_size=20))
def test_whatever_is_written_is_refused_or_rendered_whole(body: str, value: str) -> None:
    for channel, places in ((Channel.SMS, SMS_PLACES), (Channel.EMAIL, EMAIL_PLACES)):
        try:
            found = checked(Text(body, "Về {{ code }}"), channel)
        except Refusal:
            continue
        told = rendered(found, dict.fromkeys(places, value))
        assert "\n" not in told.subject
        assert "\r" not in told.subject + told.body
        assert checked(found, channel) == found  # saving what was saved changes nothing
        left = rendered(found, dict.fromkeys(places, "·"))
        assert not re.search(r"\{\{|\}\}|\{%", left.body)


@given(st.text(max_size=60))
def test_a_value_is_never_read_as_a_place(value: str) -> None:
    told = rendered(Text("{{ name }}", "s"), {"name": "{{ code }}" + value, "code": "GEHEIM"})
    assert "GEHEIM" not in told.body or "GEHEIM" in value


@pytest.mark.parametrize(
    ("text", "encoding", "units", "parts"),
    [
        ("", Encoding.GSM7, 0, 1),
        ("a" * 160, Encoding.GSM7, 160, 1),
        ("a" * 161, Encoding.GSM7, 161, 2),
        ("a" * 306, Encoding.GSM7, 306, 2),
        ("a" * 307, Encoding.GSM7, 307, 3),
        ("€" * 80, Encoding.GSM7, 160, 1),
        ("€" * 81, Encoding.GSM7, 162, 2),
        ("a" * 152 + "€" + "a" * 152, Encoding.GSM7, 306, 3),  # a pair is not torn
        ("đ", Encoding.UCS2, 1, 1),
        ("đ" * 70, Encoding.UCS2, 70, 1),
        ("đ" * 71, Encoding.UCS2, 71, 2),
        ("đ" * 134, Encoding.UCS2, 134, 2),
        ("đ" * 135, Encoding.UCS2, 135, 3),
        ("😀" * 35, Encoding.UCS2, 70, 1),
        ("đ" * 66 + "😀" + "đ" * 66, Encoding.UCS2, 134, 3),
        ("àèéìò", Encoding.GSM7, 5, 1),
    ],
)
def test_parts_are_counted_as_carriers_count(text: str, encoding: Encoding, units: int, parts: int) -> None:
    measured = sms.measure(text)
    assert (measured.encoding, measured.units, measured.parts) == (encoding, units, parts)


def test_every_vietnamese_letter_loses_its_marks_and_nothing_else() -> None:
    vietnamese = "ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
    bare = sms.without_marks(vietnamese + vietnamese.upper())
    assert set(bare.lower()) == set("aadeoouiy")
    assert len(bare) == 2 * len(vietnamese)
    assert sms.without_marks("“Đúng hẹn” – 17:00…") == '"Dung hen" - 17:00...'


@given(st.text())
def test_without_marks_everything_travels_in_the_small_alphabet(text: str) -> None:
    assert sms.measure(sms.without_marks(text)).encoding == Encoding.GSM7


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0912345678", "+84912345678"),
        ("0912 345 678", "+84912345678"),
        ("0912.345.678", "+84912345678"),
        ("(+84) 912-345-678", "+84912345678"),
        ("+84 0912345678", "+84912345678"),
        ("84912345678", "+84912345678"),
        ("0084912345678", "+84912345678"),
        ("0219 387 1234 / 0387654321", "+84387654321"),
        ("+33612345678", "+33612345678"),
        ("0219 387 1234", None),
        ("0112345678", None),
        ("091234567", None),
        ("không có", None),
        ("", None),
        ("٠٩١٢٣٤٥٦٧٨", None),
    ],
)
def test_phone_numbers_as_people_type_them(typed: str, number: str | None) -> None:
    assert sms.mobile_number(typed) == number


@given(st.text(max_size=40))
def test_no_phone_number_is_too_strange(typed: str) -> None:
    found = sms.mobile_number(typed)
    assert found is None or re.fullmatch(r"\+[1-9][0-9]{7,14}", found)


@given(st.datetimes(timezones=st.just(UTC)), st.times(), st.times())
def test_after_quiet_hours_one_may_write_and_that_is_within_a_day(
    at: datetime, begin: time, end: time
) -> None:
    hours = QuietHours(begin, end)
    if not 1900 < at.year < 2100:
        return
    allowed = hours.next_allowed(at)
    assert at <= allowed <= at + timedelta(days=1)
    assert hours.next_allowed(allowed) == allowed


def test_waiting_grows_and_stays() -> None:
    waits = [wait_after(count) for count in range(1, 12)]
    assert waits == sorted(waits)
    assert waits[0] == timedelta(minutes=1)
    assert waits[-1] == timedelta(hours=4)


def test_who_was_reached_stays_reached() -> None:
    facts = Facts(1, ANY, ANY, ANY, ANY, ANY)
    assert state_of(facts) == State.DELIVERED
    assert state_of(Facts(1, ANY, None, ANY, None, None)) == State.UNDELIVERED
    assert state_of(Facts(0, None, None, ANY, None, None)) == State.NOT_SENT
    assert state_of(Facts(0, None, None, None, None, None)) == State.WAITING


def test_addresses_of_servers_are_checked_when_the_program_starts() -> None:
    found = mail_server("smtp://an:b%40d@mail.example.vn?starttls=yes")
    assert (found.host, found.port, found.user, found.password) == ("mail.example.vn", 587, "an", "b@d")
    assert (mail_server("smtps://mail").port, mail_server("smtps://mail").tls) == (465, True)
    assert "b@d" not in repr(found)
    for wrong in ("mail.example.vn", "http://mail", "smtp://"):
        with pytest.raises(ValueError, match=r"expected|[Pp]ort"):
            mail_server(wrong)
    for wrong in ("gateway", "ftp://gateway", "https://", "https://gateway:99999/"):
        with pytest.raises(ValueError, match=r"expected|[Pp]ort"):
            gateway_url(wrong)
