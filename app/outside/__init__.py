"""Everything outside the hall, as the hall wants to speak with it, and `Outside`, their bundle.

The real ones live in `app.adapters`; `app.assembly` chooses them. Each effect carries a `key`: asking
twice with the same key must have the effect of asking once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from app.outside.lockers import LockerBank


class OutsideError(Exception):
    """Something outside refused or did not answer. `permanent`: asking again will not help."""

    def __init__(self, code: str, *, permanent: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.permanent = permanent


class Sent(NamedTuple):
    """What a provider answered: its own reference of the message."""

    reference: str


class Attachment(NamedTuple):
    """A file that travels with an e-mail."""

    filename: str
    media_type: str
    content: bytes


class Checkout(NamedTuple):
    """A payment page opened for one note; `id` is the provider's, `url` is where the payer goes."""

    id: str
    url: str


class Transaction(NamedTuple):
    """A payment as its provider knows it: `state` is succeeded, failed or refunded; amount in bani."""

    id: str
    checkout: str
    state: str
    amount: int
    at: datetime


class Scan(NamedTuple):
    """What a look for viruses found; `words`: which virus, or why.

    `verdict` is clean, infected, refused (the program does not look into such a file) or not_scanned.
    """

    verdict: str
    words: str = ""


class Signatory(NamedTuple):
    """Who signs: `key` is the same for ever, the name is what the certificate says."""

    key: str
    name: str


class FoundSignature(NamedTuple):
    """One signature found in a file, and what became of it.

    `outcome`: whole, changed (after signing), added (whole, but the file went on), unknown_authority,
    expired, revoked, unreadable. `stamped`: is the time certified by an authority, or only claimed?
    """

    name: str
    organisation: str
    issuer: str
    at: datetime | None
    stamped: bool
    outcome: str
    demo: bool


class Received(NamedTuple):
    """A message as its mailbox keeps it; `uid` grows within one `validity` of the mailbox.

    `size` in bytes. A message that is too large to be taken in has only its headers in `raw`.
    """

    validity: int
    uid: int
    raw: bytes
    arrived_at: datetime
    size: int = 0

    @property
    def whole(self) -> bool:
        return len(self.raw) >= self.size


class Sms(Protocol):
    """A text message gateway."""

    def send(self, *, key: str, to: str, text: str, reference: str) -> Sent:
        """Hand over one message (`to` in E.164). Raises OutsideError."""

    def find(self, reference: str) -> Sent | None:
        """The message handed over earlier under our reference, if the gateway has it."""


class Mail(Protocol):
    """An outgoing mail server."""

    def send(
        self,
        *,
        key: str,
        to: str,
        subject: str,
        text: str,
        attachments: Sequence[Attachment] = (),
        thread: Sequence[str] = (),
    ) -> Sent:
        """Hand over one e-mail; the key becomes its Message-ID. Raises OutsideError.

        `thread`: the Message-IDs of the conversation that it belongs to; it answers the last one.
        """


class Payments(Protocol):
    """A provider of card payments (docs/payments.md). How a payment ended is told by its call-back only."""

    def create(self, *, key: str, reference: str, amount: int, description: str, return_url: str) -> Checkout:
        """Open a payment page for `amount` bani. Raises OutsideError."""

    def refund(self, *, key: str, transaction: str, amount: int) -> Sent:
        """Give money back to the card that paid. OutsideError `unknown`, `too_much`."""

    def find(self, reference: str) -> list[Transaction]:
        """What the provider knows of a note, oldest first: for reconciliation."""


class PostBox(Protocol):
    """A mailbox that the hall reads. Reading takes nothing out of it.

    `authserv_id`: the name under which its own server writes what it found about senders; empty: it does not.
    `pause`: how long to wait between two looks.
    """

    authserv_id: str
    pause: timedelta

    def after(self, validity: int, uid: int, most: int) -> Iterable[Received]:
        """The oldest messages that the hall may not have yet, at most so many, one fetched after another.

        They are those beyond that place (another validity begins anew), and those which should have been
        put away and were not. Raises OutsideError.
        """

    def put_away(self, validity: int, uids: Sequence[int]) -> None:
        """Move messages that are stored in the hall out of the way, into the folder of processed ones."""


class Antivirus(Protocol):
    """A program that looks for viruses."""

    def scan(self, content: bytes) -> Scan:
        """Look through the bytes. Never raises: what could not be looked through is `not_scanned`."""


class Ocr(Protocol):
    """A program that reads text in pictures of pages."""

    def read(self, content: bytes, media_type: str) -> str:
        """The text of a picture or of a scanned PDF; empty when there is none or no such program."""


class Seals(Protocol):
    """The institution's electronic seal and the signatures of its people (PAdES).

    `kind`: demo, real, or empty where papers are not sealed; `signs`: do people sign inside the file too?
    """

    kind: str
    signs: bool

    def seal(self, pdf: bytes, institution: str, at: datetime) -> bytes:
        """The PDF sealed for the institution with that code. Raises OutsideError."""

    def sign(self, pdf: bytes, signer: Signatory, institution: str, at: datetime) -> bytes:
        """The PDF signed for a person; earlier signatures stay whole. Raises OutsideError."""


class SignatureReader(Protocol):
    """What looks at the signatures in a file that somebody sent."""

    def read(self, pdf: bytes, at: datetime) -> Sequence[FoundSignature] | None:
        """All signatures as they stand then, oldest first; None where nothing looks. Raises OutsideError."""


class FileStore(Protocol):
    """Where the bytes of documents lie, by their hash: on disk, or in an object store."""

    def put(self, content: bytes) -> str:
        """Keep the bytes durably; their hex SHA-256. Putting the same bytes twice is one file."""

    def get(self, sha256: str) -> bytes:
        """The bytes. Raises OutsideError `file_missing` or `file_damaged`."""

    def remove(self, sha256: str) -> None:
        """Take the bytes away for ever, if they are there. OutsideError `file_not_removed`."""

    def check(self) -> None:
        """Can bytes be kept now? OutsideError `file_not_kept` when not."""


class Pdf(Protocol):
    """Official papers as PDF/A."""

    def receipt(self, fields: Mapping[str, object]) -> bytes:
        """The proof of filing (dovada depunerii)."""

    def slip(self, fields: Mapping[str, object]) -> bytes:
        """A payment note or the confirmation of a payment: a sum, where, for what."""

    def request(self, fields: Mapping[str, object]) -> bytes:
        """The request as it was sent, with all its answers."""

    def letter(self, docx: bytes, foot: Mapping[str, object]) -> bytes:
        """A letter written in DOCX, with number, date and verification QR in its foot."""

    def labels(self, papers: Sequence[Mapping[str, str]], form: str, skip: int = 0) -> bytes:
        """Labels to stick on papers: institution, number, day, words, code (bars) and url (QR) of each."""

    def register_paper(self, kind: str, fields: Mapping[str, object]) -> bytes:
        """A paper of the register: `minute` of a closing, a volume of the `book`, a `sheet`; or `archive`."""


# What a letter's template may ask that is known only when the letter is issued.
SIGNERS = 3
LATE_FIELDS = frozenset(
    {"number", "date", "register_number", "fee_amount", "fee_receipt", "signer_title", "signer_name"}
    | {f"signer_{place}_{what}" for place in range(1, SIGNERS + 1) for what in ("title", "name", "at")}
)


class Letters(Protocol):
    """DOCX templates with `{{ fields }}`."""

    def fill(self, template: bytes, fields: Mapping[str, object]) -> bytes:
        """The letter with every field replaced. Raises KeyError on a field nobody gives."""

    def fields(self, template: bytes) -> list[str]:
        """Names of the fields a template asks for."""

    def problems(self, docx: bytes) -> list[str]:
        """Why an uploaded file cannot serve as a letter (codes); empty when it can."""


class NoAntivirus:
    """Where no such program is installed: nothing is ever called clean."""

    def scan(self, content: bytes) -> Scan:  # noqa: ARG002
        return Scan("not_scanned", "absent")


class NoOcr:
    """Where no such program is installed: pictures have no text."""

    def read(self, content: bytes, media_type: str) -> str:  # noqa: ARG002
        return ""


class NoSeals:
    """Where no seal is installed: papers stay as they are."""

    kind = ""
    signs = False

    def seal(self, pdf: bytes, institution: str, at: datetime) -> bytes:  # noqa: ARG002
        return pdf

    def sign(self, pdf: bytes, signer: Signatory, institution: str, at: datetime) -> bytes:  # noqa: ARG002
        return pdf


class NoSignatureReader:
    """Where nothing looks at signatures: none is ever called good."""

    def read(self, pdf: bytes, at: datetime) -> None:  # noqa: ARG002
        return None


@dataclass(frozen=True)
class Outside:
    """All that is outside, as chosen at start. `lockers` by cabinet code, `post` by institution code."""

    sms: Sms
    mail: Mail
    lockers: Mapping[str, LockerBank]
    payments: Payments
    files: FileStore
    pdf: Pdf
    letters: Letters
    post: Mapping[str, PostBox] = field(default_factory=dict)
    antivirus: Antivirus = field(default_factory=NoAntivirus)
    ocr: Ocr = field(default_factory=NoOcr)
    seals: Seals = field(default_factory=NoSeals)
    signatures: SignatureReader = field(default_factory=NoSignatureReader)
