"""Writing to people: a template becomes notices, and each notice a job that sends it."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from string import Template
from typing import Any

from app.cityhall.cases.models import Case
from app.cityhall.documents import queries as documents
from app.cityhall.lockers.models import Grant
from app.cityhall.notices import Notice
from app.cityhall.people.models import Account, Person
from app.cityhall.people.phones import mobile
from app.cityhall.procedures import queries as procedures
from app.cityhall.procedures.letters import called
from app.database import session
from app.journey import notice_words
from app.journey.house import House
from app.queue import jobs

LETTER_TEMPLATES = frozenset({"letter_email"})
# Who wrote by e-mail is answered in the same conversation, with the proof (app.journey.replies).
WRITTEN_ALREADY = ("registered", "email", "email")
CALENDAR_TEMPLATES = frozenset({"audience_booked"})


def about_case(
    case: Case,
    template: str,
    key: str,
    house: House,
    now: datetime,
    *,
    said: Mapping[str, str] | None = None,
    letter: str = "",
) -> None:
    """Write to the applicant on every channel that the template and the person have.

    `key` makes it once: the same key again writes nothing new. `said` adds to what is known of the case.
    """
    locale = case.applicant.account.locale if case.applicant.account else "ro"
    words = notice_words.words(notice_words.texts(case, template), template, locale)
    values = {**notice_words.values(case, house, locale, words), **(said or {})}
    attachments = _attached(case, template, letter)
    for channel, recipient in _channels(case, words):
        if (template, channel, case.channel) == WRITTEN_ALREADY:
            continue
        _write(
            Notice(
                case_id=case.id,
                person_id=case.applicant_id,
                channel=channel,
                template=template,
                recipient=recipient,
                subject=Template(words["subject"]).safe_substitute(values),
                text=Template(words[channel]).safe_substitute(values),
                attachments=attachments if channel == "email" else [],
                delivery_key=f"{key}:{channel}",
                created_at=now,
            ),
            now,
        )


def to_holder(
    case: Case,
    grant: Grant,
    template: str,
    key: str,
    house: House,
    now: datetime,
    *,
    said: Mapping[str, str] | None = None,
) -> None:
    """An SMS to who holds a right to a door and is not the applicant: `$pickup` and `$pin` are that grant's.

    It stands in no case's list: the page there says who may collect.
    """
    locale = case.applicant.account.locale if case.applicant.account else "ro"
    words = notice_words.words(notice_words.texts(case, template), template, locale)
    values = {**notice_words.values(case, house, locale, words), "holder": grant.name, **(said or {})}
    notice = Notice(
        person_id=case.applicant_id,
        channel="sms",
        template=template,
        recipient=grant.phone or "",
        subject=Template(words["subject"]).safe_substitute(values),
        text=Template(words["sms"]).safe_substitute(values),
        delivery_key=f"{key}:sms",
        created_at=now,
    )
    _write(notice, now, grant_id=grant.id)


def to_colleague(
    case: Case,
    account: Account,
    template: str,
    key: str,
    said: Mapping[str, str],
    house: House,
    now: datetime,
) -> None:
    """An e-mail inside the hall about a case. It stands in no case's list: applicants read those."""
    words = notice_words.words(procedures.notice_texts(case.version_id), template, account.locale)
    values = {
        **notice_words.values(case, house, account.locale, words),
        "name": account.person.full_name,
        "link": f"{house.url}/birou/dosare/{case.id}",
        **said,
    }
    _write(
        Notice(
            person_id=account.person_id,
            channel="email",
            template=template,
            recipient=account.email,
            subject=Template(words["subject"]).safe_substitute(values),
            text=Template(words["email"]).safe_substitute(values),
            delivery_key=key,
            created_at=now,
        ),
        now,
    )


def to_person(
    person: Person, texts: bytes, template: str, key: str, said: Mapping[str, str], now: datetime
) -> None:
    """An e-mail about somebody else's case: only what is `said`, nothing of the case's own."""
    account = person.account
    words = notice_words.words(texts, template, account.locale if account else "ro")
    values = {"name": person.full_name, **said}
    _write(
        Notice(
            person_id=person.id,
            channel="email",
            template=template,
            recipient=person.email or "",
            subject=Template(words["subject"]).safe_substitute(values),
            text=Template(words["email"]).safe_substitute(values),
            delivery_key=key,
            created_at=now,
        ),
        now,
    )


def to_operator(
    account: Account, texts: bytes, template: str, key: str, said: Mapping[str, str], now: datetime
) -> None:
    """An e-mail and, where a mobile number is known, an SMS to somebody who must go and look."""
    words = notice_words.words(texts, template, account.locale)
    values = {"name": account.person.full_name, **said}
    for channel, recipient in (("email", account.email), ("sms", mobile(account.person.phone or ""))):
        if not recipient:
            continue
        _write(
            Notice(
                person_id=account.person_id,
                channel=channel,
                template=template,
                recipient=recipient,
                subject=Template(words["subject"]).safe_substitute(values),
                text=Template(words[channel]).safe_substitute(values),
                delivery_key=f"{key}:{channel}",
                created_at=now,
            ),
            now,
        )


def verification_code(account: Account, channel: str, code: str, texts: bytes, now: datetime) -> None:
    """Send a code that proves an address; the code travels in the job, never in the notice."""
    words = notice_words.words(texts, "verification", account.locale)
    recipient = account.email if channel == "email" else account.person.phone or ""
    notice = Notice(
        person_id=account.person_id,
        channel=channel,
        template="verification",
        recipient=recipient,
        subject=words["subject"],
        text=words[channel],
        delivery_key=f"code:{uuid.uuid4()}",
        created_at=now,
    )
    _write(notice, now, {"code": code})


def _write(
    notice: Notice,
    now: datetime,
    secrets: Mapping[str, str] | None = None,
    grant_id: uuid.UUID | None = None,
) -> None:
    session().add(notice)
    session().flush()
    payload: dict[str, Any] = {"notice": str(notice.id), "secrets": dict(secrets or {})}
    if grant_id is not None:
        payload["grant"] = str(grant_id)
    # Not keyed to the case: a gateway that is down must not keep the case from moving on.
    jobs.enqueue(f"send:{notice.delivery_key}", "send_notice", payload, now)


def _channels(case: Case, words: Mapping[str, str]) -> list[tuple[str, str]]:
    """The addresses given on the form come before those of the account."""
    email = case.answers.get("email") or case.applicant.email
    phone = mobile(str(case.answers.get("phone") or "")) or case.applicant.phone
    offered = [("email", email), ("sms", phone)]
    return [(channel, address) for channel, address in offered if address and channel in words]


def _attached(case: Case, template: str, letter: str) -> list[str]:
    found = None
    if letter:
        found = documents.of_letter(case.id, called(letter), "act", "letter")
    elif template in LETTER_TEMPLATES:
        found = documents.of_kind(case.id, "act")
    elif template in CALENDAR_TEMPLATES:
        found = documents.of_kind(case.id, "calendar")
    return [str(found.id)] if found else []
