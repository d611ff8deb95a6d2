"""What the office posts: posters for the notice board, and the feed of changes. Always what is in force."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.test import Client

from motcua.kernel import time
from motcua.procedures import services
from motcua.procedures.queries import catalogue, version_in_force
from tests.township import Township, _township_database, at, township

__all__ = ["_township_database", "township"]
CODE = "1.004873"
FEED = "/procedures/changes.atom"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def citizen(township: Township) -> Iterator[Client]:
    with time.at(at("2026-03-10 10:00")):
        yield Client()


def shorten(days: int, first_day: date) -> int:
    """A new version with another promise, in force from that day on."""
    version = version_in_force(CODE, time.today())
    assert version is not None
    draft = services.start_draft(version)
    known, seen = services.content(draft)
    seen = services.save_draft(draft, replace(known, committed_value=Decimal(days)), expected=seen)
    seen = services.use_standard_process(draft, expected=seen)
    return services.publish(draft, expected=seen, valid_from=first_day, decision_number="15/QĐ-UBND")


def test_a_poster_says_what_is_in_force_today_and_leads_to_its_page(citizen: Client) -> None:
    shorten(2, time.today() + timedelta(days=5))
    page = citizen.get(f"/procedures/{CODE}/poster/").content.decode()
    assert "Phiên bản 1," in page
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in page
    assert f"{settings.PUBLIC_URL.rstrip('/')}/procedures/{CODE}/" in page
    assert 'role="img"' in page
    with time.at(at("2026-03-16 08:00")):
        later = citizen.get(f"/procedures/{CODE}/poster/").content.decode()
    assert "Phiên bản 2," in later
    assert "Quyết định số 15/QĐ-UBND" in later


def test_a_repealed_procedure_has_no_poster_any_more(citizen: Client) -> None:
    version = version_in_force(CODE, time.today())
    assert version is not None
    services.withdraw(version, last_day=time.today() - timedelta(days=1))
    assert citizen.get(f"/procedures/{CODE}/poster/").status_code == 404
    assert citizen.get("/procedures/9.999999/poster/").status_code == 404


def test_a_field_poster_lists_the_procedures_of_the_field(citizen: Client) -> None:
    hits = catalogue(field="HOTICH")
    page = citizen.get("/procedures/posters/field/HOTICH/").content.decode()
    assert all(hit.code in page for hit in hits)
    assert page.count('<td class="code">') == len(hits)
    assert citizen.get("/procedures/posters/field/NONE/").status_code == 404


def test_the_feed_tells_the_newest_change_first_and_what_changed(citizen: Client) -> None:
    with time.at(at("2027-03-12 10:00")):
        shorten(2, date(2027, 4, 1))
    answer = citizen.get(FEED)
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    feed = ET.fromstring(answer.content)
    entry = feed.findall(f"{ATOM}entry")[0]
    title, summary = entry.findtext(f"{ATOM}title"), entry.findtext(f"{ATOM}summary")
    assert title is not None
    assert summary is not None
    assert "tình trạng hôn nhân" in title
    assert CODE in summary
    assert "01/04/2027" in summary
    assert "15/QĐ-UBND" in summary
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.attrib["href"].endswith(f"/procedures/{CODE}/?version=2")
    ids = [one.findtext(f"{ATOM}id") for one in feed.findall(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids) > 1


def test_a_reader_that_has_the_newest_feed_is_not_sent_it_again(citizen: Client) -> None:
    known = citizen.get(FEED).headers["Last-Modified"]
    assert citizen.get(FEED, headers={"If-Modified-Since": known}).status_code == 304
    with time.at(at("2027-03-12 10:00")):
        shorten(2, date(2027, 4, 1))
    assert citizen.get(FEED, headers={"If-Modified-Since": known}).status_code == 200


def test_pages_about_procedures_name_the_feed_in_their_head(citizen: Client) -> None:
    for page in ("/", "/procedures/", f"/procedures/{CODE}/"):
        head = citizen.get(page).content.decode().split("</head>")[0]
        assert 'type="application/atom+xml"' in head
        assert FEED in head


def test_where_there_are_several_desks_the_head_is_chosen(citizen: Client, township: Township) -> None:
    from motcua.offices import services as offices
    from motcua.offices.actors import SYSTEM
    from motcua.offices.models import Office

    here = Office.objects.get(pk=township.office_id)
    assert here.parent is not None
    told = offices.OfficeData(
        name="UBND xã Bên Mẫu", short_name="Xã Bên Mẫu", level=here.level, level_name=here.level_name,
        code_new="H99.20.9", code_old="000.09.20.H99",
    )  # fmt: skip
    other = offices.create_office(SYSTEM, here.parent.pk, told, date(2020, 1, 1))
    offices.create_unit(SYSTEM, other.pk, "Một cửa xã Bên", "desk", valid_from=date(2020, 1, 1))
    page = citizen.get(f"/procedures/{CODE}/poster/").content.decode()
    assert "Choose the desk" in page or "Chọn bộ phận một cửa" in page
    chosen = citizen.get(f"/procedures/{CODE}/poster/?desk={other.pk}").content.decode()
    assert "<b>UBND xã Bên Mẫu</b>" in chosen
    assert citizen.get(f"/procedures/{CODE}/poster/?desk=nonsense").status_code == 200
