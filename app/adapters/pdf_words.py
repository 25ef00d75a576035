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
# What it says instead where the letter goes on to be signed inside, by the kind of the keys.
SIGNED_INSIDE = {
    "demo": {
        "title": "Semnat electronic, în ordinea de mai jos (certificate DEMO)",
        "explained": "Fișierul cuprinde semnătura electronică (PAdES) a fiecărui semnatar și sigiliul "
        "instituției, făcute cu certificate DEMO, fără valoare juridică. Ora de mai sus este a aprobării în "
        "platformă.",
    },
    "real": {
        "title": "Semnat electronic, în ordinea de mai jos",
        "explained": "Fișierul cuprinde semnătura electronică (PAdES) a fiecărui semnatar și sigiliul "
        "instituției; orice cititor de PDF le poate verifica. Ora de mai sus este a aprobării în platformă.",
    },
}
DEMO = "DEMONSTRAȚIE: document fără valoare juridică."
REGISTER_COLUMNS = [
    *("Nr. de înreg.", "Data înreg.", "Nr. și data la emitent", "File", "Anexe", "Emitentul"),
    *("Conținutul pe scurt", "Compartimentul", "Data exped.", "Modul rezolvării", "Destinatarul"),
    *("Conexat cu", "Indicativul dosarului"),
]
MINUTE_WORDS = {
    "hashes": "Lanțul amprentelor (SHA-256)",
    "explained": "Fiecare înscriere cuprinde amprenta celei dinainte, iar fiecare închidere o cuprinde pe "
    "cea a zilei dinainte. Dacă un rând s-ar schimba, ar dispărea sau ar fi adăugat pe ascuns, amprentele de "
    "mai sus nu s-ar mai potrivi.",
    "signed": "Registrator",
    "none": "În această zi nu s-a înscris niciun document.",
}
REGISTER_WORDS = {
    "certificate": "Pagina de certificare",
    "certified": "Acest volum cuprinde {count} înscrieri, cu numerele de la {first} la {last}, așa cum se "
    "află în registrul electronic. Nimic nu a fost șters; numerele anulate poartă mențiunea anulării.",
    "reserved": "Numere rezervate pentru zile fără rețea, neînscrise încă: {numbers}.",
    "head": "Amprenta ultimei înscrieri din registru (SHA-256)",
    "asked": "Întocmit la cererea: ",
    "signatures": ["Întocmit, registrator", "Verificat, șeful compartimentului", "Arhivar"],
}
SHEET_WORDS = {
    "use": "Scrieți câte un document pe rând, cu ora la care l-ați primit. După ce revine rețeaua, rândurile "
    "se trec în registru cu același număr; numerele nefolosite se barează.",
    "reason": "Motivul rezervării: ",
    "hour": "Ora",
}
DEPOSIT_WORDS = {
    "door": "Ușa",
    "pin": "PIN",
    "until": "Până la",
    "items": "Ce puneți în casetă",
    "how": "Arătați codul la ecranul de lângă casete (sau scrieți ușa și PIN-ul). Puneți actele cu această "
    "foaie deasupra și închideți ușa până auziți un clic: atunci primiți numărul de înregistrare, prin SMS "
    "și e-mail. "
    "Codul deschide o singură dată.",
}
DELIVERY_WORDS = {"events": "Ce a spus caseta"}
