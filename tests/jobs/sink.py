"""A mail server that can be told to refuse, to hang, and to take nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.server import free_port

REFUSALS = {"refuses": "450 4.3.0 Try again later", "knows nobody": "550 5.1.1 No such user"}


@dataclass
class Sink:
    """What the mail server does now ("takes", one of REFUSALS, or "hangs"), and what it has taken."""

    does: str = "takes"
    port: int = 0
    taken: list[EmailMessage] = field(default_factory=list)
    bytes_taken: list[bytes] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's name)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        if self.does == "hangs":
            await asyncio.Event().wait()  # until the client goes
        if refusal := REFUSALS.get(self.does):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = cast("bytes", envelope.content)
        self.bytes_taken.append(content)
        self.taken.append(message_from_bytes(content, policy=policy.default))
        return "250 OK"

    def subjects(self) -> list[str]:
        return [str(message["Subject"]) for message in self.taken]


@contextmanager
def mail_server() -> Iterator[Sink]:
    sink = Sink(port=free_port())
    with running(sink):
        yield sink


@contextmanager
def running(sink: Sink) -> Iterator[None]:
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port)
    controller.start()
    try:
        yield
    finally:
        controller.stop()
