"""A dossier goes from one installation to another and its result comes back, whatever happens in between."""

from __future__ import annotations

import json
import random
import threading
import time
from dataclasses import replace

import pytest

from tests.drills.installation import wait_until
from tests.exchange.conftest import Pair, Site, raw, signed, told
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
        for command in (("exchange", "reconcile"), ("verify",)):
            status, printed = site.motcua(*command)
            assert status == 0, printed


def test_a_lost_answer_changes_nothing(pair: Pair) -> None:
    pair.there.answers_lost = 1
    dossier = pair.commune.do("receive")
    hand_over = pair.commune.do("hand_over", dossier=dossier, partner="so")
    pair.minute()
    assert pair.commune.do("sent") == [["hand_over", 1, "waiting", ""]]
    assert pair.commune.do("down") == ["so"]  # as far as anybody can tell from here
    assert pair.department.do("incoming") == [hand_over]  # though it has arrived
    pair.commune.do("hurry")
    pair.minute()
    assert pair.commune.do("sent") == [["hand_over", 1, "accepted", ""]]
    assert pair.department.do("incoming") == [hand_over]
    assert pair.commune.do("down") == []
    pair.agree()


def test_the_sending_side_is_killed_between_sending_and_knowing(pair: Pair) -> None:
    dossier = pair.commune.do("receive")
    hand_over = pair.commune.do("hand_over", dossier=dossier, partner="so")
    pair.there.holding = threading.Event()
    pair.commune.begin("minute")
    wait_until(pair.there.held.is_set, "the message has been accepted, and nobody here knows")
    pair.commune.kill_puppet()
    assert pair.department.do("incoming") == [hand_over]
    pair.there.holding.set()
    pair.there.holding = None
    assert pair.commune.do("sent") == [["hand_over", 1, "waiting", ""]]
    pair.commune.do("hurry")  # the lease of the dead worker runs out
    pair.minute()
    assert pair.commune.do("sent") == [["hand_over", 1, "accepted", ""]]
    assert pair.department.do("incoming") == [hand_over]
    pair.agree()


def test_the_receiving_side_is_killed_in_the_middle_of_taking_in(pair: Pair) -> None:
    dossier = pair.commune.do("receive")
    hand_over = pair.commune.do("hand_over", dossier=dossier, partner="so")
    with pair.department.database() as connection:
        # The message's row is written, its effect is not: somebody holds the table it goes to.
        connection.execute("LOCK TABLE exchange_handover IN ACCESS EXCLUSIVE MODE")
        pair.commune.begin("minute")
        wait_until(
            lambda: (
                connection.execute(
                    "SELECT count(*) FROM pg_locks WHERE relation = 'exchange_handover'::regclass AND NOT granted"
                ).fetchone()
                == (1,)
            ),
            "the department is in the middle of it",
        )
        pair.department.kill_pages()
    assert pair.commune.answer() == 0
    assert pair.department.do("taken") == []  # half of it would be worse than nothing
    assert pair.commune.do("down") == ["so"]
    pair.department.serve()
    pair.commune.do("hurry")
    pair.minute()
    assert pair.department.do("incoming") == [hand_over]
    assert pair.department.do("taken") == [["hand_over", 1, True]]
    pair.agree()


def test_the_network_is_cut_for_an_hour(pair: Pair) -> None:
    pair.there.cut = True
    dossiers = [pair.commune.do("receive", name=f"Trần Văn Mẫu {number}") for number in range(3)]
    handed = [pair.commune.do("hand_over", dossier=one, partner="so") for one in dossiers]
    pair.commune.do("give_up", hand_over=handed[0], reason="Nhầm nơi nhận")
    assert pair.commune.do("pass_time", minutes=60) == 0
    assert pair.commune.do("down") == ["so"]
    assert pair.department.do("taken") == []
    pair.there.cut = False
    assert pair.commune.do("pass_time", minutes=20) == 4, "by itself, soon after the network is there again"
    assert set(pair.department.do("incoming")) == set(handed[1:])
    recalled = [one for one in pair.department.do("hand_overs") if one["recalled"]]
    assert [one["recalled"] for one in recalled] == ["Nhầm nơi nhận"]
    pair.agree()


def test_it_is_tried_for_days_before_anybody_has_to_look(pair: Pair) -> None:
    pair.there.cut = True
    dossier = pair.commune.do("receive")
    hand_over = pair.commune.do("hand_over", dossier=dossier, partner="so")
    assert pair.commune.do("pass_time", minutes=6 * 24 * 60, step=30) == 0
    assert pair.commune.do("sent") == [["hand_over", 1, "waiting", ""]]
    pair.there.cut = False
    assert pair.commune.do("pass_time", minutes=120, step=10) == 1
    assert pair.department.do("incoming") == [hand_over]
    pair.agree()


def test_a_partner_that_does_not_answer_holds_nobody_else_back(pair: Pair) -> None:
    pair.commune.do("partner", code="bo", address="http://127.0.0.1:9", key=pair.department.do("key"))
    dossier = pair.commune.do("receive")
    pair.commune.do("hand_over", dossier=dossier, partner="bo")
    hand_over = pair.commune.do("hand_over", dossier=dossier, partner="so")
    assert pair.commune.do("minute") == 1
    assert pair.department.do("incoming") == [hand_over]
    assert pair.commune.do("down") == ["bo"]
    assert pair.commune.do("look", dossier=dossier)["tasks"] == ["examine", "await_partner", "await_partner"]


def test_what_comes_out_of_order_waits_for_its_turn(pair: Pair) -> None:
    dossier = pair.commune.do("receive")
    hand_over = pair.commune.do("hand_over", dossier=dossier, partner="so")
    pair.commune.do("give_up", hand_over=hand_over, reason="Đã tự giải quyết")
    second = raw(pair.commune, 2)
    status, answer = told(pair.there, second)
    assert (status, answer["state"], answer["waiting_for"]) == (202, "waiting", 1)
    assert told(pair.there, second)[1]["state"] == "waiting"
    assert pair.department.do("taken") == [["recalled", 2, False]]
    pair.minute()
    assert pair.department.do("taken") == [["hand_over", 1, True], ["recalled", 2, True]]
    assert [one["recalled"] for one in pair.department.do("hand_overs")] == ["Đã tự giải quyết"]
    assert told(pair.there, second)[1]["state"] == "already_had"
    pair.agree()


def test_the_same_message_many_times_at_once_has_one_effect(pair: Pair) -> None:
    dossier = pair.commune.do("receive")
    pair.commune.do("hand_over", dossier=dossier, partner="so")
    pair.there.answers_lost = 9
    pair.commune.do("minute")  # brings the file
    pair.there.answers_lost = 0
    again = raw(pair.commune)
    states: list[str] = []
    askers = [
        threading.Thread(target=lambda: states.append(told(pair.there, again)[1]["state"])) for _ in range(6)
    ]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert states.count("accepted") + states.count("already_had") == 6
    assert states.count("accepted") <= 1
    assert len(pair.department.do("incoming")) == 1
    pair.commune.do("hurry")
    pair.minute()
    pair.agree()


def test_a_changed_message_is_not_believed(pair: Pair) -> None:
    def changed(request: Request) -> Request:
        return replace(request, body=request.body.replace("Mẫu".encode(), "Giả".encode()))

    pair.there.change = changed
    dossier = pair.commune.do("receive")
    pair.commune.do("hand_over", dossier=dossier, partner="so")
    pair.minute()
    assert pair.commune.do("sent") == [["hand_over", 1, "waiting", "bad_signature"]]
    assert pair.department.do("taken") == []
    pair.there.change = None
    pair.commune.do("hurry")
    pair.minute()
    assert pair.commune.do("sent") == [["hand_over", 1, "accepted", ""]]
    pair.agree()


def test_a_stranger_is_not_answered_with_anything_of_ours(pair: Pair) -> None:
    pair.handed()
    stranger = raw(pair.commune, 1, **{"from": "ke-la"})
    assert told(pair.there, stranger) == (
        401,
        {
            "from": "so",
            "to": "ke-la",
            "id": "",
            "state": "refused",
            "reason": "unknown_partner",
            "waiting_for": 0,
            "files": [],
            "detail": "",
        },
    )
    other = raw(pair.commune, 1, to="bo")
    assert told(pair.there, other)[1]["reason"] == "not_for_us"
    for data in (b"", b"[]", b"{", b'{"from":"xa"}', b"\xff\xfe", b'{"from":' + b"[" * 5000):
        status, answer = told(pair.there, signed(pair.commune, "/exchange/v1/messages", data))
        assert (status, answer["state"], answer["reason"]) == (422, "refused", "unreadable")


def test_a_key_that_has_ended_is_refused_until_it_is_known_again(pair: Pair) -> None:
    pair.department.do("end_key", code="xa")
    dossier = pair.commune.do("receive")
    hand_over = pair.commune.do("hand_over", dossier=dossier, partner="so")
    pair.commune.do("minute")
    assert pair.commune.do("sent") == [["hand_over", 1, "waiting", "unknown_key"]]
    pair.department.do("partner", code="xa", address=pair.back.address, key=pair.commune.do("key"))
    pair.commune.do("hurry")
    pair.minute()
    assert pair.department.do("incoming") == [hand_over]
    pair.agree()


def test_clocks_may_differ_for_messages_but_not_for_questions(pair: Pair) -> None:
    dossier = pair.commune.do("receive")
    pair.commune.do("hand_over", dossier=dossier, partner="so")
    pair.commune.do("minute")
    fast = raw(
        pair.commune, 1, id="0190f000-0000-7000-8000-000000000001", sent_at="2099-01-01T00:00:00+00:00"
    )
    # Another message under the same number: what arrived first stands.
    assert told(pair.there, fast)[1]["reason"] == "sequence_used"
    question = {"from": "xa", "to": "so", "at": "2099-01-01T00:00:00+00:00", "after": str(dossier)}
    data = json.dumps(question).encode()
    assert told(pair.there, signed(pair.commune, "/exchange/v1/standing", data))[1]["reason"] == "clock_skew"
    pair.commune.do("hurry")
    pair.minute()
    pair.agree()


def test_after_days_it_is_a_dead_letter_and_can_be_sent_again(pair: Pair) -> None:
    pair.there.cut = True
    dossier = pair.commune.do("receive")
    hand_over = pair.commune.do("hand_over", dossier=dossier, partner="so")
    pair.commune.do("minute")
    pair.commune.do("days_pass", days=8)
    pair.commune.do("minute")
    assert pair.commune.do("sent") == [["hand_over", 1, "dead", "out_of_time"]]
    pair.there.cut = False
    pair.commune.do("hurry")
    assert pair.commune.do("minute") == 0  # what is dead stays so until somebody decides
    pair.commune.do("resend")
    assert pair.commune.do("minute") == 1
    assert pair.department.do("incoming") == [hand_over]
    pair.agree()


def test_the_desk_there_gives_the_dossier_back(pair: Pair) -> None:
    dossier, hand_over = pair.handed()
    pair.department.do("refuse_back", hand_over=hand_over, reason="Không thuộc thẩm quyền")
    pair.minute(turns=2)
    here = pair.commune.do("look", dossier=dossier)
    assert (here["status"], here["tasks"]) == ("in_processing", ["examine"])
    assert [one["outcome"] for one in pair.commune.do("hand_overs")] == ["refused_back"]
    # It can be handed over once more: the conversation goes on with the next number.
    pair.commune.do("hand_over", dossier=dossier, partner="so")
    pair.minute()
    assert [row[1] for row in pair.department.do("taken")] == [1, 2]
    pair.agree()


def test_a_withdrawn_dossier_is_recalled(pair: Pair) -> None:
    dossier, hand_over = pair.handed()
    copy = pair.department.do("take_in", hand_over=hand_over)
    pair.minute(turns=2)
    pair.commune.do("withdraw", dossier=dossier)
    pair.minute()
    (there,) = pair.department.do("hand_overs")
    assert there["recalled"]
    pair.department.do("finish", dossier=copy)  # its result comes too late, and is kept all the same
    pair.minute(turns=2)
    here = pair.commune.do("look", dossier=dossier)
    assert here["status"] == "withdrawn"
    assert here["events"][-1] == "partner_wait_ended"
    pair.agree()


def test_a_side_that_was_restored_gets_again_what_it_lost(pair: Pair) -> None:
    dossier, hand_over = pair.handed()
    pair.department.do("lose_acknowledgement")
    status, printed = pair.commune.motcua("exchange", "reconcile")
    assert status == 1
    assert "message 1 was acknowledged, but the partner does not have it" in printed
    pair.commune.do("give_up", hand_over=hand_over, reason="Thôi")
    pair.commune.do("minute")
    assert pair.department.do("taken") == [["hand_over", 1, True], ["recalled", 2, True]]
    pair.commune.do("hurry")
    pair.minute()
    pair.agree()
    assert pair.commune.do("look", dossier=dossier)["tasks"] == ["examine"]


def test_the_workers_bring_it_over_by_themselves(pair: Pair) -> None:
    workers = [pair.commune.start_worker(), pair.department.start_worker()]
    try:
        dossier = pair.commune.do("receive")
        hand_over = pair.commune.do("hand_over", dossier=dossier, partner="so")
        wait_until(lambda: hand_over in pair.department.do("incoming"), "it has arrived")
        pair.department.do("take_in", hand_over=hand_over)
        wait_until(lambda: pair.commune.do("hand_overs")[0]["acknowledged"], "the commune knows")
    finally:
        for worker in workers:
            worker.terminate()
            assert worker.wait(40) == 0
    pair.agree()


def test_reconciling_names_what_is_not_the_same(pair: Pair) -> None:
    _dossier, hand_over = pair.handed()
    pair.there.cut = True
    pair.commune.do("give_up", hand_over=hand_over, reason="Thôi")
    pair.there.cut = False
    status, printed = pair.commune.do("reconcile")
    assert status == 1
    assert "1 of 2 messages are not there yet" in printed
    status, printed = pair.department.do("reconcile")
    assert status == 1
    assert "1 of 2 messages of the partner are not here yet" in printed
    # Somebody with the commune's key, and a clock far ahead, tells the department something else.
    forged = raw(pair.commune, 2, sent_at="2099-01-01T00:00:00+00:00")
    assert told(pair.there, forged)[1]["state"] == "accepted"
    pair.minute()
    assert pair.commune.do("sent")[1] == ["recalled", 2, "dead", "id_used"]
    for site in (pair.commune, pair.department):
        status, printed = site.do("reconcile")
        assert status == 1
        assert "have other contents there" in printed
    pair.there.cut = True
    status, printed = pair.commune.do("reconcile")
    assert status == 1
    assert "so: cannot be asked" in printed


def test_only_messages_are_taken(pair: Pair) -> None:
    form = Request(
        "POST", "/exchange/v1/messages", {"Content-Type": "multipart/form-data; boundary=x"}, b"--x--"
    )
    assert told(pair.there, form)[0] == 415
    assert told(pair.there, Request("GET", "/exchange/v1/messages", {}, b""))[0] == 405
    big = signed(pair.commune, "/exchange/v1/messages", b" " * (1024 * 1024 + 1))
    assert told(pair.there, big)[0] == 413
    name = "0" * 64
    unsigned = Request("PUT", f"/exchange/v1/files/{name}", {"Motcua-From": "xa"}, b"%PDF-1.4")
    assert told(pair.there, unsigned)[0] == 401


@pytest.mark.parametrize("seed", [4])
def test_a_bad_day(pair: Pair, seed: int) -> None:
    """Lines fail, answers are lost, requests arrive twice, processes die: in the evening both have the same."""
    lot = random.Random(seed)
    commune, department = pair.commune, pair.department
    open_here: list[tuple[str, str]] = []

    def hand_over() -> None:
        dossier = commune.do("receive", name=f"Lê Văn Mẫu {lot.random()}")
        open_here.append((dossier, commune.do("hand_over", dossier=dossier, partner="so")))

    def give_up() -> None:
        if open_here:
            commune.do("give_up", hand_over=open_here.pop(0)[1], reason="Thôi")

    def answer() -> None:
        for one in department.do("incoming")[:2]:
            if lot.random() < 0.5:
                department.do("take_in", hand_over=one)
            else:
                department.do("refuse_back", hand_over=one, reason="Sai nơi nhận")

    def die() -> None:
        site = lot.choice((commune, department))
        site.begin("minute")
        time.sleep(lot.random() / 5)
        site.kill_puppet()

    def restart() -> None:
        site = lot.choice((commune, department))
        site.kill_pages()
        commune.do("minute")
        site.serve()

    def weather() -> None:
        for wire in (pair.there, pair.back):
            wire.cut, wire.twice = lot.random() < 0.3, lot.random() < 0.5
            wire.answers_lost = lot.randrange(3)

    acts = (hand_over, hand_over, answer, answer, give_up, die, weather, weather)
    for number in range(24):
        hand_over() if number == 0 else restart() if number == 12 else lot.choice(acts)()
        for site in (commune, department):
            site.do("hurry")
            site.do("minute")
        open_here = [one for one in open_here if _is_open(commune, one[1])]
    for wire in (pair.there, pair.back):
        wire.cut, wire.twice, wire.answers_lost = False, False, 0
    for _ in range(3):
        for site in (commune, department):
            site.do("hurry")
            site.do("minute")
    for site in (commune, department):
        assert {row[2] for row in site.do("sent")} <= {"accepted"}
        assert all(applied for _kind, _number, applied in site.do("taken"))
    here = {one["id"]: one for one in commune.do("hand_overs")}
    there = {one["id"]: one for one in department.do("hand_overs")}
    assert set(here) == set(there)
    for one, told_here in here.items():
        assert told_here["acknowledged"] == (there[one]["acknowledged"] and bool(there[one]["dossier"]))
        if there[one]["outcome"] == "refused_back":
            assert told_here["outcome"] in {"refused_back", "given_up"}
    pair.agree()
    for site in (commune, department):
        status, printed = site.motcua("verify")
        assert status == 0, printed


def _is_open(commune: Site, hand_over: str) -> bool:
    return any(one["id"] == hand_over and not one["outcome"] for one in commune.do("hand_overs"))
