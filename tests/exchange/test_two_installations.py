"""A dossier goes from one installation to another and its result comes back, whatever happens in between."""

from __future__ import annotations

import json
import threading
from dataclasses import replace

import pytest

from tests.drills.installation import wait_until
from tests.exchange.conftest import Pair
from tests.exchange.wire import Request

pytestmark = pytest.mark.slow


def test_a_dossier_goes_there_and_its_result_comes_back(pair: Pair) -> None:
    dossier, hand_over = pair.handed()
    here = pair.commune.do("look", dossier=dossier)
    assert here["status"] == "at_other_agency"
    assert here["tasks"] == ["examine", "await_partner"]

    copy = pair.department.do("take_in", hand_over=hand_over)
    there = pair.department.do("look", dossier=copy)
    assert there["applicant"] == "Nguyễn Thị Mẫu Đào"
    assert {paper[0] for paper in there["papers"]} == {paper[0] for paper in here["papers"]}
    assert [paper[2] for paper in there["papers"] if paper[0] == "Bản quét"] == [
        paper[2] for paper in here["papers"] if paper[0] == "Bản quét"
    ]
    pair.minute(turns=2)
    (known,) = pair.commune.do("hand_overs")
    assert known["acknowledged"]
    assert known["their_code"] == there["code"]

    pair.department.do("step", dossier=copy)
    pair.minute(turns=2)
    pair.department.do("finish", dossier=copy)
    pair.minute(turns=2)
    here = pair.commune.do("look", dossier=dossier)
    assert here["tasks"] == ["examine"]
    assert here["status"] == "in_processing"
    assert here["events"][-1] == "partner_wait_ended"
    assert [paper[:2] for paper in here["papers"] if paper[0] == "Kết quả"] == [["Kết quả", "processing"]]
    # The department has given its result away by bringing it here.
    assert pair.department.do("look", dossier=copy)["status"] == "returned"
    pair.agree()
    for site in (pair.commune, pair.department):
        status, printed = site.motcua("verify")
        assert status == 0, printed
