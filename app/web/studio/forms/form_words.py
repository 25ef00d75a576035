"""The form editor's own words: kinds of fields, where choices and first answers come from."""

from collections.abc import Mapping

from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

_ = lazy_gettext
Words = Mapping[str, LazyString]

KINDS: Words = {
    "text": _("Text pe un rând"),
    "textarea": _("Text pe mai multe rânduri"),
    "radios": _("O variantă din câteva"),
    "select": _("O variantă dintr-o listă lungă"),
    "checkboxes": _("Mai multe variante"),
    "yes_no": _("Da sau nu"),
    "checkbox": _("Bifă"),
    "date": _("Dată"),
    "time": _("Oră"),
    "number": _("Număr"),
    "integer": _("Număr întreg"),
    "email": _("Adresă de e-mail"),
    "phone": _("Număr de telefon"),
    "cnp": _("CNP"),
    "cui": _("Cod fiscal (CUI)"),
    "onrc": _("Număr de la Registrul Comerțului"),
    "caen": _("Cod CAEN"),
    "iban": _("Cont IBAN"),
    "postcode": _("Cod poștal"),
    "postcode_06": _("Cod poștal din Sectorul 6"),
    "cadastral": _("Număr cadastral"),
    "address": _("Adresă"),
    "group": _("Grup de câmpuri"),
    "rows": _("Rânduri care se repetă"),
}
# Shown as they are, made by hand in JSON.
KEPT_KINDS: Words = {
    "week": _("Program pe zile"),
    "day": _("Programul unei zile"),
    "point": _("Punct pe hartă"),
    "other": _("Câmp special"),
}
SOURCES: Words = {
    "departments": _("compartimentele primăriei"),
    "desks": _("compartimentele în care lucrează cineva"),
    "advisers": _("compartimentele, fără cel al dosarului"),
    "officials": _("angajații primăriei"),
    "earlier_petitions": _("petițiile de dinainte ale aceleiași persoane"),
    "defect_reasons": _("motivele de completare"),
    "papers": _("actele procedurii"),
    "audience_officials": _("cei care țin audiențe"),
    "audience_slots": _("orele de audiență propuse"),
    "twins": _("sesizările asemănătoare"),
}
PREFILL: Words = {
    "person.full_name": _("numele din cont"),
    "person.email": _("e-mailul din cont"),
    "person.phone": _("telefonul din cont"),
    "person.cnp": _("CNP-ul din cont"),
    **{
        f"person.address.{part}": _("adresa din cont")
        for part in (
            *("street", "number", "building", "staircase", "floor", "apartment"),
            *("district", "locality", "county", "postcode"),
        )
    },
}
AUTOCOMPLETE = (
    *("name", "given-name", "family-name", "email", "tel", "organization", "bday", "street-address"),
    *("address-line1", "address-line2", "address-level1", "address-level2", "address-level3"),
    *("postal-code", "country-name"),
)
WIDTHS = ("2", "4", "10", "13", "20", "30")


def kind(name: str) -> str:
    """What a kind of field is called."""
    return str({**KINDS, **KEPT_KINDS}.get(name, name))
