"""The register's own Romanian words, as its papers and its CSV say them."""

DIRECTIONS = {"in": "intrare", "out": "ieșire", "internal": "intern"}
CHANNELS = {
    "portal": "portal",
    "counter": "ghișeu",
    "email": "e-mail",
    "scan": "scanare",
    "post": "poștă",
    "courier": "curier",
    "fax": "fax",
    "locker": "casetă",
    "interop": "interoperabilitate",
    "internal": "intern",
}
# How a case ended, in the words of column 10 (modul rezolvării).
RESOLUTIONS = {
    "answered": "soluționată",
    "issued": "act eliberat",
    "issued_negative": "act eliberat, negativ",
    "redirected": "trimisă instituției competente",
    "closed_incomplete": "clasată, necompletată",
    "closed_anonymous": "clasată, fără date de identificare",
    "closed_repeated": "clasată, răspuns deja dat",
    "closed_unpaid": "clasată, taxă neachitată",
    "connected": "conexată la altă cerere",
    "withdrawn": "retrasă",
    "originals_returned": "originale restituite",
    "refused": "respinsă",
    "expired": "expirată",
    "ceased": "încetată",
    "resolved": "rezolvată",
    "unfounded": "neconfirmată la fața locului",
    "sanctioned": "sancționată",
    "handed_over": "preluată de operatorul competent",
    "held": "audiență ținută",
    "not_present": "neprezentare",
    "not_eligible": "nu poate fi programată",
    "attached": "adăugată la dosar",
    "received": "primită",
}
COLUMNS = (
    "Nr. de înregistrare",
    "Data înregistrării",
    "Nr. și data la emitent",
    "File",
    "Anexe",
    "Emitentul",
    "Conținutul pe scurt",
    "Compartimentul",
    "Data expedierii",
    "Modul rezolvării",
    "Destinatarul",
    "Conexat cu",
    "Indicativul dosarului",
)
CSV_HEADINGS = (
    *(f"{place}. {name}" for place, name in enumerate(COLUMNS, 1)),
    *("Felul", "Canalul", "Ora exactă", "Anulat prin", "Amprentele fișierelor", "Amprenta înscrierii"),
    "Verificare",
)
