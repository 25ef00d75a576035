"""Official papers as PDF/A-2a with PDF/UA-1, set by Typst.

Everything a paper says travels as JSON into a fixed template: nothing a person typed is ever markup.
The same data give the same bytes, so a repeated job makes no second paper.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import qrcode
import typst
from qrcode.image.svg import SvgPathImage

from app.adapters import labels, register_papers
from app.adapters.docx_blocks import blocks
from app.adapters.docx_files import open_docx
from app.adapters.pdf_words import DEMO, RECEIPT_WORDS, REQUEST_WORDS, SIGNED_INSIDE, SIGNED_WORDS
from app.outside import OutsideError

TEMPLATES = Path(__file__).parent / "typst"
BUCHAREST = ZoneInfo("Europe/Bucharest")
# What may be asked less of when a letter holds something that the strictest profile forbids.
Standard = Literal["a-2a", "ua-1", "a-2b"]
STANDARDS: Sequence[list[Standard]] = (["a-2a", "ua-1"], ["a-2b"], [])


class TypstPdf:
    """The hall's printing press (implements `outside.Pdf`)."""

    def receipt(self, fields: Mapping[str, object]) -> bytes:
        """The proof of filing (dovada depunerii)."""
        return _set("receipt.typ", _receipt(fields), _moment(fields.get("registered_at")))

    def slip(self, fields: Mapping[str, object]) -> bytes:
        """A payment note or the confirmation of a payment."""
        return _set("slip.typ", _slip(fields), _moment(fields.get("at")))

    def request(self, fields: Mapping[str, object]) -> bytes:
        """The request as it was sent, with all its answers."""
        return _set("request.typ", _request(fields), _moment(fields.get("registered_at")))

    def letter(self, docx: bytes, foot: Mapping[str, object]) -> bytes:
        """A letter written in DOCX, with number, date and verification QR."""
        return _set("letter.typ", _letter(docx, foot), _moment(foot.get("date")))

    def labels(self, papers: Sequence[Mapping[str, str]], form: str, skip: int = 0) -> bytes:
        """Labels on a roll or on A4 sheets."""
        marked = [{**one, "qr": _qr(one["url"]), "qr_alt": f"Cod QR: {one['url']}"} for one in papers]
        return _set("label.typ", labels.told(marked, form, skip), None)

    def register_paper(self, kind: str, fields: Mapping[str, object]) -> bytes:
        """The minute of a closing, a volume of the yearly book, or a sheet of reserved numbers."""
        data = register_papers.told(kind, fields)
        told = {**data, **_shared(fields, data["said"]), "foot_qr": False}
        if code := data.get("code"):
            told |= {"qr": _qr(code), "qr_alt": "Cod QR pentru ecranul de lângă casete"}
        return _set(register_papers.TEMPLATES[kind], told, _moment(fields["at"]))


def _set(template: str, data: Mapping[str, Any], at: datetime | None) -> bytes:
    """The paper under the strictest profile it fits."""
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    stamp = int(at.timestamp()) if at else None
    for standards in STANDARDS:
        try:
            made = typst.compile(
                str(TEMPLATES / template), sys_inputs=inputs, pdf_standards=[*standards], timestamp=stamp
            )
        except (typst.TypstError, RuntimeError):
            continue
        if isinstance(made, bytes):
            return made
    raise OutsideError("pdf_failed", permanent=True)


def _receipt(fields: Mapping[str, object]) -> dict[str, Any]:
    number, at = _text(fields, "number"), _moment(fields.get("registered_at"))
    procedure = _text(fields, "procedure")
    return {
        **_shared(fields, f"Dovada depunerii nr. {number}"),
        "title": "Dovada depunerii",
        "subtitle": procedure,
        "foot_qr": False,
        "number": number,
        "registered_at": at.strftime("%d.%m.%Y, ora %H:%M:%S") if at else _text(fields, "registered_at"),
        "facts": _receipt_facts(fields),
        "files": [_file(one) for one in _list(fields.get("files"))],
        "claim_code": _text(fields, "claim_code"),
        "words": RECEIPT_WORDS,
    }


def _slip(fields: Mapping[str, object]) -> dict[str, Any]:
    title, at = _text(fields, "title"), _moment(fields.get("at"))
    when = at.strftime("%d.%m.%Y, ora %H:%M") if at else ""
    facts = fields.get("facts")
    return {
        **_shared(fields, f"{title} {_text(fields, 'reference')}"),
        "title": title,
        "foot_qr": False,
        "reference": _text(fields, "reference"),
        "amount": _text(fields, "amount"),
        "facts": [*(facts if isinstance(facts, list) else []), *([("Data", when)] if when else [])],
        "said": _text(fields, "said"),
        "words": {"reference": "Referința", "amount": "Suma"},
    }


def _receipt_facts(fields: Mapping[str, object]) -> list[tuple[str, str, bool]]:
    form = ", versiunea ".join(filter(None, (_text(fields, "form_code"), _text(fields, "form_version"))))
    facts = [
        ("Solicitant", _text(fields, "applicant"), True),
        ("Cererea", _text(fields, "procedure"), False),
        ("Înscrisă și în", _text(fields, "register"), False),
        ("Formular", form, False),
        ("Canal", _text(fields, "channel"), False),
        ("Înregistrat de", _text(fields, "operator"), False),
        ("Acte fără copie", "; ".join(map(str, _list(fields.get("sources")))), False),
        ("Termen", _day(fields.get("term_date")), True),
        ("Cum s-a calculat", _text(fields, "term_explanation"), False),
        ("Ce urmează", _text(fields, "next_step"), False),
        ("Amprenta cererii", _text(fields, "answers_sha256"), False),
    ]
    return [fact for fact in facts if fact[1]]


def _request(fields: Mapping[str, object]) -> dict[str, Any]:
    number, at = _text(fields, "number"), _moment(fields.get("registered_at"))
    facts = [
        ("Solicitant", _text(fields, "applicant")),
        ("Trimisă prin", _text(fields, "channel")),
        ("Înregistrată de", _text(fields, "operator")),
        ("Înscrisă și în", _text(fields, "register")),
    ]
    return {
        **_shared(fields, f"Cererea nr. {number}"),
        "title": _text(fields, "procedure"),
        "subtitle": _with_code(fields, "Cererea completată"),
        "foot_qr": True,
        "number": number,
        "registered_at": at.strftime("%d.%m.%Y, ora %H:%M:%S") if at else "",
        "facts": [fact for fact in facts if fact[1]],
        "pages": _list(fields.get("pages")),
        "papers": _list(fields.get("papers")),
        "words": REQUEST_WORDS,
    }


def _file(one: Mapping[str, object]) -> dict[str, str]:
    return {"name": _text(one, "name"), "size": _size(one.get("size")), "sha256": _text(one, "sha256")}


def _size(value: object) -> str:
    if not isinstance(value, int):
        return str(value or "")
    if value < 1_000_000:
        return f"{max(value // 1000, 1)} KB"
    return f"{value / 1_000_000:.1f} MB".replace(".", ",")


def _letter(docx: bytes, foot: Mapping[str, object]) -> dict[str, Any]:
    number, day = _text(foot, "number"), _day(foot.get("date"))
    said = f"Nr. {number} din {day}" if number else "Proiect, fără număr de înregistrare"
    url = _text(foot, "verify_url")
    shared = _shared(foot, said)
    check = [f"Verificați documentul cu codul QR sau la {url}"] if url else []
    register = [also] if (also := _text(foot, "register")) else []
    first, *demo = shared["foot_lines"][1:]
    return {
        **shared,
        "foot_lines": [shared["foot_lines"][0], first, *register, *check, *demo],
        "signatures": [_signature(one) for one in _list(foot.get("signatures"))],
        "signed_words": SIGNED_WORDS | SIGNED_INSIDE.get(_text(foot, "signed_inside"), {}),
        "title": _text(foot, "title") or said,
        "watermark": "" if number else "PROIECT",
        "foot_qr": bool(url),
        "blocks": blocks(open_docx(docx)),
    }


def _signature(one: Mapping[str, object]) -> dict[str, str]:
    return {key: " ".join(_text(one, key).split()) for key in ("title", "name", "at")}


def _shared(fields: Mapping[str, object], said: str) -> dict[str, Any]:
    url = _text(fields, "verify_url")
    name, address = _text(fields, "institution_name"), _text(fields, "institution_address")
    known = (("CIF", "institution_cif"), ("tel.", "institution_phone"), ("", "institution_email"))
    contact = " · ".join(f"{word} {_text(fields, key)}".strip() for word, key in known if _text(fields, key))
    return {
        "institution_name": name,
        "institution_lines": [line for line in (address, contact) if line],
        "foot_lines": [
            _with_code(fields, said),
            ", ".join(filter(None, (name, address))),
            *([DEMO] if fields.get("demo") else []),
        ],
        "verify_url": url,
        "qr": _qr(url) if url else "",
        "qr_alt": f"Cod QR pentru verificare: {url}",
    }


def _with_code(fields: Mapping[str, object], said: str) -> str:
    """Forms carry their code and version on every page (Ordinul MDLPA 975/2026)."""
    code, version = _text(fields, "form_code"), _text(fields, "form_version")
    return " · ".join(filter(None, (said, code, f"versiunea {version}" if code and version else "")))


@lru_cache(maxsize=128)
def _qr(url: str) -> str:
    """Drawn once for all the papers that carry it."""
    drawn = BytesIO()
    qrcode.make(url, image_factory=SvgPathImage, box_size=10, border=1).save(drawn)
    return drawn.getvalue().decode()


def _text(fields: Mapping[str, object], key: str) -> str:
    value = fields.get(key)
    return "" if value is None else str(value)


def _list(value: object) -> list[Mapping[str, object]]:
    return list(value) if isinstance(value, list | tuple) else []


def _moment(value: object) -> datetime | None:
    """In Romanian time; a day alone counts from its midnight."""
    if isinstance(value, datetime):
        return value.astimezone(BUCHAREST)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=BUCHAREST)
    return None


def _day(value: object) -> str:
    moment = _moment(value)
    return moment.strftime("%d.%m.%Y") if moment else str(value or "")
