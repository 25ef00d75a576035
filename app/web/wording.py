"""What a rule's "no" says to a person: one sentence a key, and its status code."""

from collections.abc import Mapping

from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

_ = lazy_gettext
NOT_FOUND, FORBIDDEN, CONFLICT, BAD = 404, 403, 409, 422

SENTENCES: Mapping[str, tuple[int, LazyString]] = {
    "account.email_taken": (BAD, _("Există deja un cont cu această adresă de e-mail.")),
    "account.weak_password": (
        BAD,
        _("Parola este prea ușor de ghicit: folosiți cel puțin %(shortest)s semne, nu numele dumneavoastră."),
    ),
    "account.wrong_password": (BAD, _("Adresa de e-mail sau parola nu sunt cele din cont.")),
    "account.code_expired": (BAD, _("Codul nu mai este valabil. Cereți altul.")),
    "account.bad_phone": (BAD, _("Numărul de telefon trebuie să fie de mobil, de exemplu 0721 123 456.")),
    "account.bad_email": (BAD, _("Adresa de e-mail nu pare corectă.")),
    "sign_in.needed": (FORBIDDEN, _("Trebuie să intrați în cont.")),
    "door.closed": (FORBIDDEN, _("Contul dumneavoastră nu deschide această pagină.")),
    "tried.too_often": (429, _("Prea multe încercări. Așteptați %(minutes)s minute și încercați din nou.")),
    "hook.bad_message": (BAD, _("Mesajul nu poate fi înțeles.")),
    "hook.bad_signature": (FORBIDDEN, _("Semnătura mesajului nu este bună.")),
    "procedure.unknown": (NOT_FOUND, _("Nu avem acest serviciu.")),
    "form.unknown": (NOT_FOUND, _("Acest formular nu există.")),
    "form.invalid": (BAD, _("Formularul are câmpuri de corectat. Ce ați scris s-a păstrat.")),
    "form.unknown_field": (BAD, _("Formularul nu are câmpul „%(field)s”. Ce ați scris s-a păstrat.")),
    "form.unknown_page": (NOT_FOUND, _("Formularul nu are această pagină.")),
    "draft.unknown": (NOT_FOUND, _("Nu găsim această ciornă în contul dumneavoastră.")),
    "draft.already_sent": (CONFLICT, _("Cererea a fost trimisă deja.")),
    "draft.changed": (
        CONFLICT,
        _("Ciorna a fost schimbată între timp în altă fereastră. Ce ați scris s-a păstrat."),
    ),
    "case.unknown": (NOT_FOUND, _("Nu găsim această cerere printre cele pe care le puteți vedea.")),
    "case.wrong_code": (BAD, _("Numărul sau codul nu se potrivesc. Verificați dovada primită la ghișeu.")),
    "task.unknown": (NOT_FOUND, _("Nu găsim această sarcină printre cele pe care le puteți vedea.")),
    "task.not_open": (CONFLICT, _("Sarcina a fost încheiată între timp. Ce ați scris s-a păstrat.")),
    "task.not_yours": (CONFLICT, _("Sarcina nu este preluată de dumneavoastră.")),
    "task.held_by_other": (CONFLICT, _("Sarcina este lucrată de %(holder)s.")),
    "task.changed": (
        CONFLICT,
        _("Pagina era veche: sarcina s-a schimbat între timp. Verificați și trimiteți din nou."),
    ),
    "note.empty": (BAD, _("Nota nu are text.")),
    "document.unknown": (NOT_FOUND, _("Nu găsim acest document printre cele pe care le puteți vedea.")),
    "letter.missing": (BAD, _("Creați mai întâi scrisoarea, apoi trimiteți-o la semnat.")),
    "letter.unknown": (BAD, _("Procedura nu are șablonul „%(name)s”.")),
    "letter.unknown_field": (BAD, _("Șablonul cere câmpul „%(field)s”, pe care nu îl dă nimeni.")),
    "letter.bad_file": (BAD, _("Fișierul nu poate fi folosit ca scrisoare: %(problems)s.")),
    "department.unknown": (BAD, _("Compartimentul ales nu există.")),
    "parcel.unknown": (NOT_FOUND, _("Nu există un plic pentru acest cod.")),
    "parcel.wrong_state": (CONFLICT, _("Plicul nu este în starea potrivită.")),
    "parcel.not_deposited": (
        BAD,
        _("Caseta nu a anunțat încă ușa închisă. Puneți plicul, închideți ușa, apoi confirmați."),
    ),
    "parcel.not_returned": (
        BAD,
        _("Caseta nu a anunțat încă ușa închisă. Scoateți plicul, închideți ușa, apoi confirmați."),
    ),
    "cabinet.unknown": (NOT_FOUND, _("Nu avem această casetă.")),
    "upload.missing": (BAD, _("Alegeți mai întâi un fișier.")),
    "upload.too_many": (BAD, _("Sunt prea multe fișiere: cel mult %(most)s la o cerere.")),
    "upload.empty": (BAD, _("Fișierul „%(name)s” este gol (0 octeți). Alegeți alt fișier.")),
    "upload.too_large": (413, _("Fișierul este prea mare: cel mult %(most)s MB. Ce ați scris s-a păstrat.")),
    "request.too_large": (
        413,
        _(
            "Ce ați trimis este prea mare: un fișier poate avea cel mult %(most)s MB. "
            "Ce s-a păstrat înainte nu s-a pierdut: întoarceți-vă și trimiteți mai puțin odată."
        ),
    ),
    "upload.wrong_type": (
        BAD,
        _("Fișierul „%(name)s” nu este ce pare să fie. Primim PDF, JPG, PNG și documente Word (DOCX, ODT)."),
    ),
    "upload.encrypted": (BAD, _("Fișierul „%(name)s” este protejat cu parolă. Trimiteți-l fără parolă.")),
    "upload.damaged": (BAD, _("Fișierul „%(name)s” este deteriorat și nu poate fi deschis.")),
    "upload.active": (
        BAD,
        _("Fișierul „%(name)s” conține programe sau fișiere ascunse. Salvați-l ca PDF simplu."),
    ),
}
ELSE = (BAD, _("Acest lucru nu se poate face acum. Ce ați scris s-a păstrat."))


def sentence(key: str, facts: Mapping[str, object]) -> str:
    """The refusal in the reader's language."""
    text = str(SENTENCES.get(key, ELSE)[1])
    try:
        return text % facts if "%(" in text else text
    except KeyError:
        return str(ELSE[1])


def status(key: str) -> int:
    """The HTTP status of a refusal."""
    return SENTENCES.get(key, ELSE)[0]
