"""The township with results that leave it by post or go to another desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.township import Township, _township_database, live_township, township

__all__ = ["Dispatch", "_township_database", "dispatch", "live_township", "township"]


@dataclass
class Dispatch:
    """The post side of the desk, through the services."""

    place: Township

    def act(self, name: str, command: Any, username: str = "tiepnhan") -> Any:
        from motcua.delivery import services
        from motcua.kernel import time

        with time.at(self.place.clock):
            return getattr(services, name)(command, self.place.actor(username))

    def ready(self, code: str = "1.004873", **changes: Any) -> UUID:
        """A dossier whose result waits."""
        state = self.place.receive(code, **changes).state
        self.place.run_until(state.id, "return")
        return state.id  # type: ignore[no-any-return]

    def ask(self, dossier: UUID, **values: Any) -> Any:
        from motcua.delivery import commands as cmd

        known = {"command_id": uuid4(), "dossier_id": dossier, "recipient": "Nguyễn Thị Mẫu Đào"}
        known |= {"address": "Tổ 3, thị trấn Vĩnh Tuy", "phone": "0900000007"}
        return self.act("ask_for_post", cmd.AskForPost(**(known | values)))

    def pack(self, shipment: Any, **values: Any) -> Any:
        from motcua.delivery import commands as cmd

        known = {
            "command_id": uuid4(),
            "shipment_id": shipment.pk,
            "parcel_number": "EB123456789VN",
            "fee": 26_500,
        }
        return self.act("pack", cmd.Pack(**(known | values)))

    def hand_to_post(self, *shipments: Any, **values: Any) -> Any:
        from motcua.delivery import commands as cmd

        known = {"command_id": uuid4(), "office_id": self.place.office_id, "receiver": "Bưu tá Mẫu"}
        known |= {"shipment_ids": tuple(shipment.pk for shipment in shipments)}
        return self.act("hand_to_post", cmd.HandToPost(**(known | values)))

    def delivered(self, shipment: Any, **values: Any) -> Any:
        from motcua.delivery import commands as cmd

        known = {"command_id": uuid4(), "shipment_id": shipment.pk}
        return self.act("tell_delivered", cmd.TellDelivered(**(known | values)))

    def came_back(self, shipment: Any, **values: Any) -> Any:
        from motcua.delivery import commands as cmd

        known = {"command_id": uuid4(), "shipment_id": shipment.pk, "reason": "Không có người nhận"}
        return self.act("tell_came_back", cmd.TellCameBack(**(known | values)))

    def sent(self, dossier: UUID | None = None) -> Any:
        """A parcel that is with the post."""
        shipment = self.ask(dossier or self.ready())
        self.pack(shipment)
        self.hand_to_post(shipment)
        return shipment

    def state(self, shipment: Any) -> Any:
        from motcua.delivery.queries import parcels_of

        return next(p.state for p in parcels_of(shipment.dossier_id) if p.id == shipment.pk)


@pytest.fixture
def dispatch(township: Township) -> Dispatch:
    return Dispatch(township)
