"""Which sender serves a channel, by the settings of this installation."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings

from motcua.notices.channels.addresses import mail_server
from motcua.notices.channels.gateway import HttpSmsGateway
from motcua.notices.channels.outgoing import Sender
from motcua.notices.channels.smtp import SmtpSender
from motcua.notices.moments import Channel


def sender_for(channel: Channel) -> Sender | None:
    """The sender of a channel; None when nothing is configured for it."""
    if channel == Channel.EMAIL and settings.SMTP_URL:
        return SmtpSender(mail_server(settings.SMTP_URL), _from(), settings.NOTICE_SECONDS)
    if channel == Channel.SMS and settings.SMS_URL:
        return HttpSmsGateway(
            settings.SMS_URL, settings.SMS_BRAND, settings.NOTICE_SECONDS, settings.SMS_TOKEN
        )
    return None


def _from() -> str:
    return settings.MAIL_FROM or f"no-reply@{urlsplit(settings.PUBLIC_URL).hostname or 'localhost'}"
