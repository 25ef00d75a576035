"""Accounts: passwords, codes, sessions, and tries that are counted."""

from datetime import timedelta
from functools import partial

import pytest

from app.cityhall.people import accounts, phones
from app.cityhall.people.models import Account
from app.database import session, transaction
from app.refusal import Refusal
from tests.crowd import at_once
from tests.hall import MONDAY, Hall

GOOD = "patru pisici albe"


@pytest.fixture
def mara(hall: Hall) -> Account:
    """Somebody who has just opened an account."""
    return opened("mara@exemplu.ro")


def opened(email: str, password: str = GOOD) -> Account:
    with transaction():
        return accounts.open_account("Mara Nouă", email, "+40721000150", password, MONDAY)


def code_for(account: Account, channel: str = "email") -> str:
    with transaction():
        return accounts.new_code(account, channel, MONDAY)


def tries(account: Account, code: str, channel: str = "email", after: timedelta = timedelta()) -> bool:
    with transaction():
        return accounts.try_code(account, channel, code, MONDAY + after)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


@pytest.mark.parametrize(
    "password", ["scurta123", "aaaaaaaaaaaaaaaa", "abcabcabcabc", "x" * 201, "mara.pop-2026"]
)
def test_weak_passwords(password: str) -> None:
    with pytest.raises(Refusal, match=r"account\.weak_password"):
        accounts.check_password(password, "Mara.Pop@exemplu.ro")


@pytest.mark.parametrize("email", ["mara@exemplu.ro", "a@exemplu.ro", "pis@exemplu.ro", "@exemplu.ro"])
def test_a_good_password_needs_no_signs_and_a_short_name_forbids_nothing(email: str) -> None:
    accounts.check_password(GOOD, email)


def test_the_right_password_opens_whatever_the_case_of_the_address(mara: Account) -> None:
    assert accounts.authenticate(" MARA@exemplu.ro", GOOD) is mara
    assert mara.password_hash.startswith("$argon2id$")


def test_an_address_with_spaces_round_it_can_sign_in(hall: Hall) -> None:
    opened(" Dora@Exemplu.ro ")
    assert accounts.authenticate("dora@exemplu.ro", GOOD).email == "dora@exemplu.ro"


@pytest.mark.parametrize(("email", "password"), [("mara@exemplu.ro", "altceva"), ("nimeni@exemplu.ro", GOOD)])
def test_a_wrong_password_and_a_wrong_address_look_alike(mara: Account, email: str, password: str) -> None:
    with pytest.raises(Refusal, match=r"account\.wrong_password"):
        accounts.authenticate(email, password)


def test_a_disabled_account_opens_nothing_and_its_sessions_end(mara: Account) -> None:
    with transaction():
        token = accounts.sign_in(mara, MONDAY)
        mara.disabled_at = MONDAY
    assert accounts.signed_in(token, MONDAY) is None
    with pytest.raises(Refusal, match=r"account\.wrong_password"):
        accounts.authenticate(mara.email, GOOD)


def test_one_address_has_one_account(mara: Account) -> None:
    with pytest.raises(Refusal, match=r"account\.email_taken"):
        opened("Mara@exemplu.ro")


def test_the_code_proves_the_address_once(mara: Account) -> None:
    code = code_for(mara)
    assert tries(mara, f" {code} ")
    assert mara.email_verified_at == MONDAY
    assert not mara.verified  # the phone is not proved yet
    with pytest.raises(Refusal, match=r"account\.code_expired"):
        tries(mara, code)
    assert tries(mara, code_for(mara, "sms"), "sms")
    assert mara.verified


def test_a_code_of_the_phone_proves_no_address(mara: Account) -> None:
    code = code_for(mara, "sms")
    with pytest.raises(Refusal, match=r"account\.code_expired"):
        tries(mara, code)


def test_five_wrong_tries_end_a_code(mara: Account) -> None:
    code = code_for(mara)
    assert not any(tries(mara, wrong(code)) for _ in range(accounts.CODE_TRIES))
    with pytest.raises(Refusal, match=r"account\.code_expired"):
        tries(mara, code)


def test_many_tries_at_once_are_counted_one_by_one(any_hall: Hall) -> None:
    code = code_for(opened("mara@exemplu.ro"))

    def guess() -> bool:
        account = accounts.by_email("mara@exemplu.ro")
        assert account is not None
        return tries(account, wrong(code))

    given = at_once(any_hall, *[guess] * 8)
    assert given.count(False) == accounts.CODE_TRIES
    assert sum(isinstance(one, Refusal) for one in given) == 8 - accounts.CODE_TRIES


def test_a_code_lives_half_an_hour(mara: Account) -> None:
    code = code_for(mara)
    with pytest.raises(Refusal, match=r"account\.code_expired"):
        tries(mara, code, after=accounts.CODE_LIFE)
    assert tries(mara, code, after=accounts.CODE_LIFE - timedelta(seconds=1))


def test_a_new_code_ends_the_one_before(mara: Account) -> None:
    first, second = code_for(mara), code_for(mara)
    assert first == second or not tries(mara, first)
    assert tries(mara, second)


def test_a_code_proves_only_the_address_it_was_sent_to(mara: Account) -> None:
    code = code_for(mara, "sms")
    with transaction():
        mara.person.phone = "+40721000199"
    with pytest.raises(Refusal, match=r"account\.code_expired"):
        tries(mara, code, "sms")


@pytest.mark.parametrize(("idle", "lives"), [(timedelta(minutes=119), True), (timedelta(hours=2), False)])
def test_a_session_ends_when_nobody_is_there(mara: Account, idle: timedelta, lives: bool) -> None:
    with transaction():
        token = accounts.sign_in(mara, MONDAY)
    assert (accounts.signed_in(token, MONDAY + idle) is not None) == lives


def test_a_busy_session_ends_after_twelve_hours(mara: Account) -> None:
    with transaction():
        token = accounts.sign_in(mara, MONDAY)
    found = accounts.signed_in(token, MONDAY)
    assert found is not None
    with transaction():
        found.last_seen_at = MONDAY + timedelta(hours=11, minutes=59)
    assert accounts.signed_in(token, MONDAY + timedelta(hours=11, minutes=59)) is not None
    assert accounts.signed_in(token, MONDAY + accounts.LONGEST) is None


def test_signing_out_ends_this_session_and_no_other(mara: Account) -> None:
    with transaction():
        here, there = (accounts.sign_in(mara, MONDAY) for _ in range(2))
    with transaction():
        accounts.sign_out(here, MONDAY)
    session().expire_all()
    assert accounts.signed_in(here, MONDAY) is None
    assert accounts.signed_in(there, MONDAY) is not None
    assert accounts.signed_in("ghicit", MONDAY) is None


def test_tries_are_counted_for_one_thing_one_person_and_a_while(any_hall: Hall) -> None:
    hour = timedelta(hours=1)
    with transaction():
        for minute in range(5):
            accounts.note_attempt("sign-in", "mara", MONDAY + timedelta(minutes=minute))
    often = partial(accounts.too_often, "sign-in", limit=5, within=hour)
    assert often("mara", now=MONDAY + timedelta(minutes=5))
    assert not often("ion", now=MONDAY + timedelta(minutes=5))
    assert not often("mara", now=MONDAY + hour)
    assert not accounts.too_often("code", "mara", 5, hour, MONDAY)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("0721 000 101", "+40721000101"),
        ("+40 (721) 000-101", "+40721000101"),
        ("0040721000101", "+40721000101"),
        ("021 529 8400", None),
        ("0721", None),
        ("telefon", None),
        ("", None),
    ],
)
def test_only_mobile_numbers_receive_an_sms(typed: str, meant: str | None) -> None:
    assert phones.mobile(typed) == meant
