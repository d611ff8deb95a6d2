"""E-mail through an SMTP server (`MOTCUA_SMTP_URL`)."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass

from motcua.notices.channels.addresses import MailServer
from motcua.notices.channels.outgoing import Accepted, Down, Later, Outgoing, Refused

_PERMANENT = range(500, 600)


@dataclass(frozen=True, slots=True)
class SmtpSender:
    """Sends plain text. The Message-ID is the message's key, so mail programs know a repetition by it."""

    address: MailServer
    sender: str
    seconds: int

    def send(self, message: Outgoing) -> Accepted:
        """Hand one letter to the mail server. Raises Refused, Later or Down."""
        from django.core.mail import EmailMessage
        from django.core.mail.backends.smtp import EmailBackend

        number = f"<{message.key}@{self.sender.rpartition('@')[2].strip('> ') or 'motcua'}>"
        letter = EmailMessage(
            message.subject,
            message.text,
            self.sender,
            [message.to],
            headers={"Message-ID": number, "Auto-Submitted": "auto-generated"},
            reply_to=[message.reply_to] if message.reply_to else None,
            connection=EmailBackend(
                host=self.address.host,
                port=self.address.port,
                username=self.address.user,
                password=self.address.password,
                use_tls=self.address.starttls,
                use_ssl=self.address.tls,
                timeout=self.seconds,
            ),
        )
        try:
            letter.send()
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()), (0, b""))
            raise (Refused if code in _PERMANENT else Later)(_words(code, said)) from error
        except (smtplib.SMTPAuthenticationError, smtplib.SMTPSenderRefused) as error:
            # Ours to mend, not this letter's fault.
            raise Down(_words(error.smtp_code, error.smtp_error)) from error
        except smtplib.SMTPDataError as error:
            permanent = error.smtp_code in _PERMANENT
            raise (Refused if permanent else Later)(_words(error.smtp_code, error.smtp_error)) from error
        except (smtplib.SMTPException, OSError) as error:
            raise Down(str(error) or type(error).__name__) from error
        except ValueError as error:  # an address that is none
            raise Refused(str(error)) from error
        return Accepted(number)


def _words(code: int, said: bytes | str) -> str:
    return f"{code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"[:300]
