"""Everything that writes: telling, sending, calls of the desk, texts and practice of an office."""

from motcua.notices.services.calls import record_report, send_again, told_by_phone
from motcua.notices.services.practice import PracticeData, save_practice, save_text
from motcua.notices.services.telling import tell, tell_of_event

__all__ = [
    "PracticeData",
    "record_report",
    "save_practice",
    "save_text",
    "send_again",
    "tell",
    "tell_of_event",
    "told_by_phone",
]
