"""E-mails as people, programs and enemies send them."""

import io
import zipfile
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters import mime
from app.adapters.mime import alphabets, html
from app.adapters.mime.parts import MEGABYTE, Limits

PDF = b"%PDF-1.4 as good as any"
TRUSTED = "mx.ps6.example"


def letter(**changes: str) -> EmailMessage:
    made = EmailMessage()
    said = {
        "From": "Ștefan Țăruș <stefan@exemplu.ro>",
        "To": "registratura@ps6.example",
        "Subject": "Cerere privind iluminatul",
        "Date": "Mon, 23 Nov 2026 09:15:00 +0200",
        "Message-ID": "<1@exemplu.ro>",
        **changes,
    }
    for name, value in said.items():
        made[name] = value
    made.set_content("Bună ziua,\n\nVă rog să verificați becul.\n")
    return made


def packed(**files: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as into:
        for name, content in files.items():
            into.writestr(name.replace("__", "."), content)
    return made.getvalue()


def keys(read: mime.Letter) -> set[str]:
    return {one.key for one in read.problems}


def test_an_honest_letter_is_read_whole() -> None:
    made = letter(References="<a@ps6.example> <b@ps6.example>", **{"In-Reply-To": "<b@ps6.example>"})
    made.add_attachment(PDF, maintype="application", subtype="pdf", filename="Cerere către primărie.pdf")
    read = mime.read(made.as_bytes())
    assert (read.sender_name, read.sender_address) == ("Ștefan Țăruș", "stefan@exemplu.ro")
    assert read.sent_at is not None
    assert read.sent_at.isoformat() == "2026-11-23T07:15:00+00:00"
    assert (read.subject, read.message_id) == ("Cerere privind iluminatul", "<1@exemplu.ro>")
    assert read.references == ("<a@ps6.example>", "<b@ps6.example>")
    assert read.text == "Bună ziua,\n\nVă rog să verificați becul."
    assert [(one.filename, one.content, one.refused) for one in read.files] == [
        ("Cerere către primărie.pdf", PDF, "")
    ]
    assert read.problems == ()


@pytest.mark.parametrize(
    ("said", "written", "guessed"),
    [
        ("utf-8", "utf-8", False),
        ("iso-8859-16", "iso-8859-16", False),
        ("iso-8859-2", "utf-8", True),
        ("us-ascii", "utf-8", True),
        ("us-ascii", "cp1250", True),
        ("utf-8", "cp1250", True),
        ("nu-exista", "cp1250", True),
        ("base64", "cp1250", True),
        ("unicode_escape", "utf-8", True),
    ],
)
def test_the_words_survive_a_wrong_alphabet(said: str, written: str, guessed: bool) -> None:
    you = "răspunde\u0163i" if written == "cp1250" else "răspundeți"
    words = f"Vă rugăm să {you} până mâine"
    raw = f"From: a@exemplu.ro\nContent-Type: text/plain; charset={said}\n\n".encode() + words.encode(written)
    read = mime.read(raw)
    assert read.text == words
    assert keys(read) == ({"alphabet_guessed"} if guessed else set())


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (b"=?utf-8?B?w45udHJlYmFyZQ==?=", "Întrebare"),
        (b"=?utf-8?Q?Cerere_c=C4=83tre?= =?utf-8?Q?_prim=C4=83rie?=", "Cerere către primărie"),
        ("Cerere către primărie".encode(), "Cerere către primărie"),
        ("Cerere către primărie".encode("cp1250"), "Cerere către primărie"),
        (b"=?nu-exista?Q?Cerere?=", "Cerere"),
        (b"=?utf-8?B?a?=", "=?utf-8?B?a?="),
        (b"two\n lines", "two lines"),
    ],
)
def test_a_subject_is_read_however_it_was_written(written: bytes, meant: str) -> None:
    assert mime.read(b"Subject: " + written + b"\nFrom: a@exemplu.ro\n\n.").subject == meant


def test_of_two_ways_to_say_it_the_plain_one_is_read_unless_it_says_nothing() -> None:
    made = letter()
    made.add_alternative("<p>Bună ziua din <b>HTML</b></p>", subtype="html")
    assert mime.read(made.as_bytes()).text.startswith("Bună ziua,")
    stub = EmailMessage()
    stub.set_content("Vedeți HTML.")
    stub.add_alternative("<p>Vă rog să verificați becul de pe strada mea.</p>", subtype="html")
    assert mime.read(stub.as_bytes()).text == "Vă rog să verificați becul de pe strada mea."


def test_html_is_only_its_words_and_where_its_links_lead() -> None:
    shown = html.to_text(
        "<html><head><title>x</title><style>p{}</style><body><script>alert(1)</script><h1>Cerere</h1>"
        "<p>Vă&nbsp;rog<br>mult</p><ul><li>unu<li>doi</ul><a href='https://rau.example/x'>www.primarie.ro</a>"
        "<img src='http://rau.example/pixel.gif' onerror='x()'><a href='javascript:x()'>aici</a>"
    )
    assert shown == "Cerere\n\nVă rog\nmult\n\n- unu\n- doi\nwww.primarie.ro <https://rau.example/x>aici"


def test_a_forwarded_letter_gives_its_words_and_its_files() -> None:
    inner = letter(Subject="Originalul", From="Vlad <vlad@exemplu.ro>")
    inner.add_attachment(PDF, maintype="application", subtype="pdf", filename="act.pdf")
    outer = letter()
    outer.add_attachment(inner)
    read = mime.read(outer.as_bytes())
    assert "> Vlad <vlad@exemplu.ro> · Mon, 23 Nov 2026 09:15:00 +0200 · Originalul" in read.text
    assert "> Vă rog să verificați becul." in read.text
    assert [one.filename for one in read.files] == ["act.pdf"]


def test_letters_in_letters_end_somewhere() -> None:
    made = letter()
    for _ in range(12):
        outer = letter()
        outer.add_attachment(made)
        made = outer
    read = mime.read(made.as_bytes())
    assert "too_deep" in keys(read)
    assert read.text.startswith("Bună ziua")


def test_a_thousand_parts_in_parts_are_not_even_parsed() -> None:
    made: MIMEMultipart | MIMEText = MIMEText("acasă")
    for _ in range(100):
        outer = MIMEMultipart()
        outer.attach(made)
        made = outer
    made["From"] = "a@exemplu.ro"
    read = mime.read(made.as_bytes())
    assert (keys(read), read.sender_address) == ({"too_deep"}, "a@exemplu.ro")


def test_of_too_many_files_the_first_are_taken() -> None:
    made = letter()
    for number in range(5):
        made.add_attachment(PDF, maintype="application", subtype="pdf", filename=f"{number}.pdf")
    read = mime.read(made.as_bytes(), limits=Limits(files=3))
    assert [one.filename for one in read.files] == ["0.pdf", "1.pdf", "2.pdf"]
    assert keys(read) == {"too_many_files"}
    assert keys(mime.read(made.as_bytes(), limits=Limits(parts=4))) == {"too_many_parts"}


def test_what_is_in_a_zip_is_taken_out() -> None:
    made = letter()
    content = packed(cerere__pdf=PDF, Thumbs__db=b"x")
    made.add_attachment(content, maintype="application", subtype="zip", filename="acte.zip")
    read = mime.read(made.as_bytes())
    assert [(one.filename, one.content) for one in read.files] == [("cerere.pdf", PDF)]


def bomb() -> bytes:
    return packed(cerere__pdf=b"%PDF-" + b"\0" * (20 * MEGABYTE))


def lying() -> bytes:
    """It says in its directory that it unpacks to ten bytes."""
    content = bytearray(bomb())
    place = content.rindex(b"PK\x01\x02")
    content[place + 24 : place + 28] = (10).to_bytes(4, "little")
    return bytes(content)


def locked() -> bytes:
    content = bytearray(packed(cerere__pdf=PDF))
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "problem", "refused"),
    [
        (bomb(), "zip_bomb", "bomb"),
        (lying(), "zip_damaged", "damaged"),
        (locked(), "zip_encrypted", "encrypted"),
        (packed(inner__zip=packed(a__pdf=PDF)), "zip_nested", "nested_archive"),
        (packed(cerere__pdf=packed(a__pdf=PDF)), "zip_nested", "nested_archive"),
        (packed(a__pdf=PDF)[:-30], "zip_damaged", "damaged"),
    ],
    ids=["bomb", "lying", "locked", "nested", "nested_as_pdf", "cut"],
)
def test_a_zip_that_is_not_honest_stays_closed(content: bytes, problem: str, refused: str) -> None:
    made = letter()
    made.add_attachment(content, maintype="application", subtype="zip", filename="acte.zip")
    read = mime.read(made.as_bytes())
    assert keys(read) == {problem}
    assert [one.refused for one in read.files] == [refused]


def test_all_zips_of_a_letter_share_one_measure() -> None:
    made = letter()
    for number in range(3):
        content = packed(a__pdf=b"%PDF-" + bytes(range(256)) * 4000)
        made.add_attachment(content, maintype="application", subtype="zip", filename=f"{number}.zip")
    read = mime.read(made.as_bytes(), limits=Limits(unpacked=2_500_000))
    assert [one.refused for one in read.files] == ["", "", "bomb"]


@pytest.mark.parametrize(
    ("kind", "name", "refused"),
    [
        ("application/ms-tnef", "winmail.dat", "tnef"),
        ("application/pkcs7-signature", "smime.p7s", "signature"),
        ("application/pkcs7-mime", "smime.p7m", "encrypted"),
        ("application/octet-stream", "acte.rar", "archive"),
        ("text/plain", "nota.txt", "shown_as_text"),
    ],
)
def test_what_is_left_in_the_message(kind: str, name: str, refused: str) -> None:
    made = letter()
    main, _, sub = kind.partition("/")
    made.add_attachment(b"ceva", maintype=main, subtype=sub, filename=name)
    read = mime.read(made.as_bytes())
    assert [one.refused for one in read.files] == [refused]
    assert ("ceva" in read.text) == (refused == "shown_as_text")


@pytest.mark.parametrize(("size", "refused"), [(500, "logo"), (60_000, "")])
def test_a_picture_among_the_words_is_a_file_unless_it_is_a_logo(size: int, refused: str) -> None:
    made = letter()
    made.add_alternative("<p>Vedeți: <img src='cid:p1'></p>", subtype="html")
    part = made.get_payload()[1]
    part.add_related(b"\xff\xd8\xff" + b"x" * size, maintype="image", subtype="jpeg", cid="<p1>")
    assert [one.refused for one in mime.read(made.as_bytes()).files] == [refused]


def test_a_broken_attachment_is_told() -> None:
    raw = letter().as_bytes().replace(b"\n\n", b"\nX: 1\n\n", 1)
    made = MIMEMultipart()
    made["From"] = "a@exemplu.ro"
    part = MIMEText("", "plain")
    part.set_payload("JVBERi0xLj#####QK=zzz")
    part.replace_header("Content-Type", 'application/pdf; name="act.pdf"')
    part.replace_header("Content-Transfer-Encoding", "base64")
    made.attach(part)
    read = mime.read(made.as_bytes())
    assert keys(read) == {"attachment_damaged"}
    assert [one.filename for one in read.files] == ["act.pdf"]
    assert mime.read(raw).problems == ()


def test_a_name_that_hides_its_ending_is_shown_as_it_is() -> None:
    made = letter()
    made.add_attachment(PDF, maintype="application", subtype="pdf", filename="cerere\u202efdp.exe")
    assert mime.read(made.as_bytes()).files[0].filename == "cererefdp.exe"


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        ({}, {}),
        (
            {"Authentication-Results": f"{TRUSTED}; spf=pass smtp.mailfrom=x; dkim=pass (ok); dmarc=pass"},
            {"spf": "pass", "dkim": "pass", "dmarc": "pass"},
        ),
        ({"Authentication-Results": "mx.rau.example; spf=pass; dkim=pass; dmarc=pass"}, {}),
        (
            {"Authentication-Results": f"{TRUSTED}; spf=softfail; dkim=none; dmarc=fail"},
            {"spf": "fail", "dmarc": "fail", "forged": True, "reasons": ["spf_failed", "dmarc_failed"]},
        ),
        ({"Return-Path": "<x@alta.example>"}, {"reasons": ["return_path_differs"]}),
        ({"Return-Path": "<bounces@mail.exemplu.ro>"}, {}),
        ({"Return-Path": "<>"}, {"automatic": True}),
        ({"Reply-To": "x@alta.example"}, {"reasons": ["reply_to_differs"]}),
        ({"From": "primar@ps6.example"}, {"forged": True, "reasons": ["claims_own_domain"]}),
        (
            {"From": '"primar@ps6.example" <x@exemplu.ro>'},
            {"reasons": ["name_says_another"]},
        ),
        ({"Auto-Submitted": "auto-replied"}, {"automatic": True}),
        ({"Precedence": "bulk"}, {"automatic": True}),
    ],
)
def test_whom_a_letter_may_be_believed_to_come_from(headers: dict[str, str], said: dict[str, object]) -> None:
    nothing = {
        "spf": "none",
        "dkim": "none",
        "dmarc": "none",
        "forged": False,
        "reasons": [],
        "automatic": False,
    }
    read = mime.read(letter(**headers).as_bytes(), authserv_id=TRUSTED, own_domains={"ps6.example"})
    assert read.trust == nothing | said


def test_what_a_forger_writes_below_our_servers_own_finding_is_not_believed() -> None:
    ours = f"Authentication-Results: {TRUSTED}; spf=fail\n".encode()
    forged = f"Authentication-Results: {TRUSTED}; spf=pass; dkim=pass; dmarc=pass\n".encode()
    trust = mime.read(ours + forged + letter().as_bytes(), authserv_id=TRUSTED).trust
    assert (trust["spf"], trust["dmarc"]) == ("fail", "none")


@given(st.binary(max_size=2_000))
def test_no_bytes_at_all_stop_the_reading(noise: bytes) -> None:
    for raw in (noise, b"Content-Type: multipart/mixed; boundary=x\n\n--x\n" + noise):
        assert "unreadable" not in keys(mime.read(raw))
    alphabets.decoded(noise, "utf-7")


@given(st.data())
def test_a_letter_that_was_damaged_on_its_way_is_still_read(data: st.DataObject) -> None:
    whole = bytearray(letter().as_bytes())
    for _ in range(data.draw(st.integers(1, 20))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    assert "unreadable" not in keys(mime.read(bytes(whole)))


def test_what_nobody_can_read_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alphabets, "readable", None)
    assert keys(mime.read(letter().as_bytes())) == {"unreadable"}
