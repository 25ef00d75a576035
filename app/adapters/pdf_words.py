"""The fixed Romanian words of the hall's papers."""

RECEIPT_WORDS = {
    "number": "Număr de înregistrare",
    "at": "Data și ora exactă",
    "files": "Fișiere primite",
    "file": "Fișierul și amprenta lui",
    "size": "Mărime",
    "claim": "Cod pentru urmărirea cererii pe internet",
    "claim_help": "Creați un cont pe portal și scrieți acest cod ca să urmăriți cererea. Nu îl dați nimănui.",
    "verify": "Oricine poate verifica această dovadă, fără cont, cu codul QR sau la adresa: ",
}
REQUEST_WORDS = {
    "number": "Număr de înregistrare",
    "at": "Data și ora exactă",
    "papers": "Acte trimise odată cu cererea",
    "sent": "Documentul cuprinde cererea așa cum a fost trimisă și înregistrată. "
    "Numărul se verifică cu codul QR.",
}
# What stands under a letter says what is kept, and no more: approvals with their time.
SIGNED_WORDS = {
    "title": "Semnat electronic în platformă (semnătură simplă), în ordinea de mai jos",
    "explained": "Primăria păstrează fiecare aprobare cu persoana, data și ora ei. Fișierul nu cuprinde încă "
    "o semnătură electronică calificată; autenticitatea lui se verifică cu codul QR.",
    "who": "Semnatar",
    "at": "Data și ora",
}
DEMO = "DEMONSTRAȚIE: document fără valoare juridică."
