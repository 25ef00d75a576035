"""How often the hall proposes what a careful registrar would type, over two hundred letters."""

from collections import Counter
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import cast

from app.cityhall.arrivals import hints, proposals
from app.cityhall.arrivals.proposals import Around, Letter
from tests.arrivals.letters import Sent, letters

LETTERS = 200
# In a hundred; what is measured stands well above, so that a worse proposal fails here.
AT_LEAST = {"document": 90, "department": 90, "issuer": 90, "sender_number": 90, "annexes": 90}


def read(sent: Sent) -> Letter:
    """The letter as the mailbox's reader gives it."""
    message = cast("EmailMessage", message_from_bytes(sent.raw, policy=default))
    body = message.get_body(("plain",))
    assert body is not None
    files = [str(one.get_filename()) for one in message.iter_attachments()]
    name = message["From"].addresses[0].display_name
    return Letter(message["Subject"], body.get_content(), name, sent.address, filenames=files)


def test_two_hundred_letters_are_proposed_as_a_careful_registrar_would_type_them() -> None:
    right: Counter[str] = Counter()
    for sent in letters(LETTERS):
        made = proposals.propose(read(sent), Around(), hints.in_force())
        right.update(name for name in AT_LEAST if getattr(made, name) == getattr(sent.truth, name))
    found = {name: 100 * right[name] / LETTERS for name in AT_LEAST}
    assert all(found[name] >= least for name, least in AT_LEAST.items()), found
