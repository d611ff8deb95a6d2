"""The township, and short ways to handle money there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.township import Township, _township_database, live_township, township

__all__ = ["Till", "_township_database", "live_township", "till", "township"]

SIGNATURE = "2.000884"  # certification of a signature: 10,000 đồng per case
COPIES = "2.000815"  # certified copies: by page and copy


@dataclass
class Till:
    """The money side of the desk, through the services."""

    place: Township

    def act(self, service: Callable[..., Any], command: Any, username: str = "tiepnhan") -> Any:
        from motcua.kernel import time

        with time.at(self.place.clock):
            return service(command, self.place.actor(username))

    def dossier(self, code: str = SIGNATURE, **changes: Any) -> UUID:
        return self.place.receive(code, **changes).state.id  # type: ignore[no-any-return]

    def assess(self, dossier: UUID, username: str = "tiepnhan", **values: Any) -> Any:
        from motcua.payments import commands as cmd
        from motcua.payments import services

        known = {"command_id": uuid4(), "dossier_id": dossier}
        return self.act(services.assess_fee, cmd.Assess(**(known | values)), username)

    def collect(self, dossier: UUID, amount: int, username: str = "tiepnhan", **values: Any) -> Any:
        from motcua.payments import commands as cmd
        from motcua.payments import services
        from motcua.payments.balance import Manner

        known = {"command_id": uuid4(), "dossier_id": dossier, "manner": Manner.CASH}
        known |= {"office_id": self.place.office_id, "amount": amount}
        return self.act(services.collect, cmd.Collect(**(known | values)), username)

    def refund(self, payment: Any, amount: int, username: str = "tiepnhan", **values: Any) -> Any:
        from motcua.payments import commands as cmd
        from motcua.payments import services
        from motcua.payments.balance import Manner

        known = {"command_id": uuid4(), "payment_id": payment.pk, "manner": Manner.CASH, "amount": amount}
        known |= {"reason": "Miễn lệ phí cho hộ nghèo"}
        return self.act(services.give_money_back, cmd.GiveMoneyBack(**(known | values)), username)

    def close(self, counted: int, username: str = "tiepnhan", **values: Any) -> Any:
        from motcua.payments import commands as cmd
        from motcua.payments import services

        known = {"command_id": uuid4(), "office_id": self.place.office_id, "counted": counted}
        known |= {"day": self.place.clock.date()}
        return self.act(services.close_day, cmd.CloseDay(**(known | values)), username)

    def owed(self, dossier: UUID) -> int:
        from motcua.payments.queries import balance_of

        return balance_of(dossier).owed

    def later(self, when: datetime) -> None:
        self.place.clock = when


@pytest.fixture
def till(township: Township) -> Till:
    return Till(township)
