"""Writes about the way of a result to the applicant."""

from motcua.delivery.services.desks import remind, send_to_desk, tell_arrived
from motcua.delivery.services.post import (
    Delivered,
    ask_for_post,
    cancel_post,
    hand_to_post,
    pack,
    tell_came_back,
    tell_delivered,
)

__all__ = [
    "Delivered",
    "ask_for_post",
    "cancel_post",
    "hand_to_post",
    "pack",
    "remind",
    "send_to_desk",
    "tell_arrived",
    "tell_came_back",
    "tell_delivered",
]
