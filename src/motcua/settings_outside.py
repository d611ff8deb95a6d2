"""Settings for what leaves the house: papers and their signatures, messages, other installations."""

from __future__ import annotations

from motcua.kernel.places import ensure_home
from motcua.kernel.settings import config
from motcua.notices.channels.addresses import gateway_url, smtp_url

# ── papers ──
PUBLIC_URL = config(
    "MOTCUA_PUBLIC_URL",
    "http://localhost:8000",
    "Address under which citizens reach this installation; the QR codes on papers lead there.",
    group="Papers",
)
SIGN_PKCS12 = config(
    "MOTCUA_SIGN_PKCS12",
    "",
    "File (.p12, .pfx) with the office's certificate and key, with which papers are signed.",
    group="Papers",
    shown_default="papers are not signed",
)
SIGN_PKCS12_PASSPHRASE = config(
    "MOTCUA_SIGN_PKCS12_PASSPHRASE", "", "Passphrase of that file.", group="Papers", secret=True
)
SIGN_PKCS11_MODULE = config(
    "MOTCUA_SIGN_PKCS11_MODULE",
    "",
    "Library of a signing token or security module, instead of a file: its .so with full path.",
    group="Papers",
)
SIGN_PKCS11_TOKEN = config("MOTCUA_SIGN_PKCS11_TOKEN", "", "Label of the token.", group="Papers")
SIGN_PKCS11_KEY = config(
    "MOTCUA_SIGN_PKCS11_KEY", "", "Label of certificate and key on the token.", group="Papers"
)
SIGN_PKCS11_PIN = config("MOTCUA_SIGN_PKCS11_PIN", "", "PIN of the token.", group="Papers", secret=True)
SIGN_TIMESTAMP_URL = config(
    "MOTCUA_SIGN_TIMESTAMP_URL",
    "",
    "Address of a time-stamp authority (RFC 3161); signatures then carry its time (PAdES B-T).",
    group="Papers",
    shown_default="no time stamps",
)
SIGN_TRUST = config(
    "MOTCUA_SIGN_TRUST",
    "",
    "File (.pem) with the certificates of the authorities whose signatures are trusted.",
    group="Papers",
    shown_default="no signature is trusted",
)
SIGN_CRLS = config(
    "MOTCUA_SIGN_CRLS",
    "",
    "Folder with revocation lists (.crl) of these authorities; keep it fresh, nothing is fetched by itself.",
    group="Papers",
    shown_default="revocation is unknown",
)
SIGN_PAPERS: list[str] = config(
    "MOTCUA_SIGN_PAPERS",
    ["receipt", "supplement_request", "refusal", "apology", "stop_notice"],
    "Papers that are signed by themselves when a certificate is configured.",
    group="Papers",
)

# ── messages to citizens ──
SMTP_URL = config(
    "MOTCUA_SMTP_URL",
    "",
    "Mail server for messages to citizens: smtp://user:password@host:587?starttls=yes, or smtps://host for TLS "
    "from the first byte.",
    smtp_url,
    group="Messages",
    shown_default="no e-mail is sent",
    secret=True,
)
MAIL_FROM = config(
    "MOTCUA_MAIL_FROM",
    "",
    "Sender of these e-mails; answers go to the e-mail address of the office.",
    group="Messages",
    shown_default="no-reply@ the host of MOTCUA_PUBLIC_URL",
)
SMS_URL = config(
    "MOTCUA_SMS_URL",
    "",
    "SMS gateway: address that takes one JSON object per message by POST (docs/notices.md).",
    gateway_url,
    group="Messages",
    shown_default="no SMS is sent",
)
SMS_TOKEN = config(
    "MOTCUA_SMS_TOKEN",
    "",
    "Token the gateway wants to see (Authorization: Bearer).",
    group="Messages",
    secret=True,
)
SMS_BRAND = config(
    "MOTCUA_SMS_BRAND",
    "",
    "Brand name that citizens see as the sender of an SMS, as registered with the carriers.",
    group="Messages",
)
SMS_REPORT_TOKEN = config(
    "MOTCUA_SMS_REPORT_TOKEN",
    "",
    "Token with which the gateway reports what became of an SMS (POST /notices/reports/).",
    group="Messages",
    shown_default="no reports are taken",
    secret=True,
)
NOTICE_SECONDS = config(
    "MOTCUA_NOTICE_SECONDS",
    10,
    "Seconds that mail server and SMS gateway are waited for before a try counts as failed.",
    group="Messages",
)
NOTICE_TRIES = config(
    "MOTCUA_NOTICE_TRIES",
    8,
    "Failed tries after which a message is given up; what asks citizens to act then becomes a call for the desk.",
    group="Messages",
)
NOTICE_PATIENCE_HOURS = config(
    "MOTCUA_NOTICE_PATIENCE_HOURS",
    48,
    "Hours after which a message is given up that could not even be tried, as in a long outage.",
    group="Messages",
)

# ── exchange with other installations ──
EXCHANGE_NAME = config(
    "MOTCUA_EXCHANGE_NAME",
    "",
    "Name under which other installations know this one, such as its agency code; it stands in every message.",
    group="Exchange",
    shown_default="nothing is exchanged",
)
EXCHANGE_KEY = config(
    "MOTCUA_EXCHANGE_KEY",
    str(ensure_home() / "exchange_key.pem"),
    "File with the private key that signs messages (motcua exchange keygen makes it). Every machine that serves "
    "the same database needs the same key.",
    group="Exchange",
    shown_default="exchange_key.pem in MOTCUA_HOME",
)
EXCHANGE_SECONDS = config(
    "MOTCUA_EXCHANGE_SECONDS",
    15,
    "Seconds that a partner is waited for before it counts as not answering.",
    group="Exchange",
)
EXCHANGE_PATIENCE_DAYS = config(
    "MOTCUA_EXCHANGE_PATIENCE_DAYS",
    7,
    "Days after which a message that could not be brought over becomes a dead letter.",
    group="Exchange",
)
EXCHANGE_ASKS_PER_MINUTE = config(
    "MOTCUA_EXCHANGE_ASKS_PER_MINUTE",
    1200,
    "Requests of one address that each web process answers in a minute; more are put off.",
    group="Exchange",
)
