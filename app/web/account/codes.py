"""The codes that prove an e-mail address and a phone."""

from app.cityhall.people import accounts
from app.cityhall.people.models import Account
from app.cityhall.procedures import queries as procedures
from app.journey import notify
from app.refusal import Refusal
from app.web import gate

CHANNELS = ("email", "sms")


def send(account: Account, channel: str) -> None:
    """A new code on its way; to be called in a transaction. The wording is that of any procedure."""
    offered = procedures.offered()
    if not offered:
        raise Refusal("procedure.unknown", code="")
    code = accounts.new_code(account, channel, gate.now())
    texts = procedures.notice_texts(offered[0].id)
    notify.verification_code(account, channel, code, texts, gate.now())
