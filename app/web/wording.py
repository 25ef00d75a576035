"""What a rule's "no" says to a person: one sentence a key, and its status code."""

from collections.abc import Mapping

from flask_babel import lazy_gettext

from app.web import refusals
from app.web.refusals import BAD, CONFLICT, FORBIDDEN, NOT_FOUND, Said

__all__ = ["BAD", "CONFLICT", "FORBIDDEN", "NOT_FOUND", "SENTENCES", "sentence", "status"]
_ = lazy_gettext

SENTENCES: Mapping[str, Said] = {
    **refusals.gathered(),
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
    "form.retired": (
        CONFLICT,
        _("Formularul %(form)s nu mai este în vigoare după %(until)s. Începeți o cerere nouă."),
    ),
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
    "step.impossible": (
        CONFLICT,
        _(
            "Procedura nu poate merge mai departe de la pasul „%(step)s”. "
            "Motivul a fost notat pentru administrator. Ce ați scris s-a păstrat."
        ),
    ),
    "task.not_yours": (CONFLICT, _("Sarcina nu este preluată de dumneavoastră.")),
    "task.held_by_other": (CONFLICT, _("Sarcina este lucrată de %(holder)s.")),
    "task.changed": (
        CONFLICT,
        _("Pagina era veche: sarcina s-a schimbat între timp. Verificați și trimiteți din nou."),
    ),
    "move.cannot": (
        CONFLICT,
        _("Cererea nu poate trece la versiunea aleasă: un pas de care are nevoie s-a schimbat."),
    ),
    "move.same_version": (CONFLICT, _("Cererea este deja pe această versiune.")),
    "move.other_procedure": (BAD, _("Versiunea este a altei proceduri.")),
    "move.finished": (CONFLICT, _("Cererea este încheiată: rămâne pe versiunea ei.")),
    "move.never": (CONFLICT, _("Cererea nu a fost mutată pe altă versiune.")),
    "move.stepped_since": (
        CONFLICT,
        _("De când a fost mutată, cererea a făcut un pas: nu se mai poate întoarce la versiunea dinainte."),
    ),
    "version.unknown": (NOT_FOUND, _("Procedura nu are versiunea %(number)s.")),
    "case.excluded": (
        FORBIDDEN,
        _("Acest dosar vă privește: nu îl puteți vedea și nu îl puteți lucra (%(act)s)."),
    ),
    "wish.unknown": (NOT_FOUND, _("Așa ceva nu se poate cere pentru acest dosar.")),
    "wish.not_yours": (
        FORBIDDEN,
        _("Numai solicitantul poate spune acest lucru, sau Registratura în numele lui."),
    ),
    "wish.too_late": (CONFLICT, _("Acest lucru nu se mai poate cere acum: dosarul a mers mai departe.")),
    "wish.reason_needed": (BAD, _("Scrieți de ce: motivul rămâne în dosar.")),
    "term.no_extension": (CONFLICT, _("Procedura nu prevede prelungirea termenului.")),
    "term.not_yours": (FORBIDDEN, _("Prelungirea termenului nu este a dumneavoastră.")),
    "term.settled": (CONFLICT, _("Răspunsul a fost dat: termenul nu mai curge.")),
    "term.over": (CONFLICT, _("Termenul s-a împlinit pe %(day)s și nu mai poate fi prelungit.")),
    "term.extended_already": (
        CONFLICT,
        _("Termenul a fost prelungit deja, pe %(day)s: se poate o singură dată."),
    ),
    "term.extension_length": (BAD, _("Zilele în plus pot fi între 1 și %(most)s.")),
    "term.reason_needed": (BAD, _("Scrieți motivul prelungirii: îl citește și solicitantul.")),
    "audience.no_official": (NOT_FOUND, _("Nu găsim această funcție în programul audiențelor.")),
    "audience.no_such_move": (CONFLICT, _("Audiența s-a schimbat între timp. Reîncărcați pagina.")),
    "audience.taken": (CONFLICT, _("Ora a fost dată altcuiva între timp.")),
    "audience.reason_needed": (BAD, _("Scrieți motivul: rămâne în registru.")),
    "audience.day_known": (CONFLICT, _("Ziua %(day)s este închisă deja.")),
    "audience.day_unknown": (CONFLICT, _("Ziua %(day)s nu este închisă.")),
    "audience.bad_day": (BAD, _("Scrieți o zi care există, cu zi, lună și an.")),
    "audience.past_day": (BAD, _("Ziua a trecut.")),
    "audience.not_yours": (FORBIDDEN, _("Audiențele sunt ale secretariatului lor.")),
    "day_off.known": (CONFLICT, _("Ziua %(day)s este trecută deja.")),
    "day_off.unknown": (NOT_FOUND, _("Ziua %(day)s nu este trecută.")),
    "day_off.no_change": (BAD, _("Pe %(day)s legea spune deja același lucru.")),
    "note.empty": (BAD, _("Nota nu are text.")),
    "report.unknown": (NOT_FOUND, _("Nu găsim această sesizare printre cele publice.")),
    "report.over": (
        CONFLICT,
        _("Sesizarea s-a încheiat. Dacă vedeți din nou același lucru, faceți o sesizare."),
    ),
    "report.own": (CONFLICT, _("Sesizarea este a dumneavoastră: o vedeți în contul dumneavoastră.")),
    "report.not_a_twin": (BAD, _("Sesizările nu sunt despre același lucru.")),
    "photo.wrong_type": (BAD, _("„%(name)s” nu este o fotografie. Primim JPG și PNG.")),
    "document.unknown": (NOT_FOUND, _("Nu găsim acest document printre cele pe care le puteți vedea.")),
    "letter.missing": (BAD, _("Creați mai întâi scrisoarea, apoi trimiteți-o la semnat.")),
    "delegation.who": (BAD, _("Alegeți cine lipsește și cine îi ține locul, din aceeași instituție.")),
    "delegation.self": (BAD, _("Nimeni nu își ține singur locul. Alegeți pe altcineva.")),
    "delegation.act_needed": (BAD, _("Scrieți actul de delegare, cu număr și dată.")),
    "delegation.dates": (BAD, _("Scrieți zilele delegării; ultima nu poate fi trecută sau înaintea primei.")),
    "delegation.unknown": (NOT_FOUND, _("Nu există o asemenea delegare.")),
    "delegation.over": (CONFLICT, _("Delegarea s-a încheiat deja.")),
    "letter.not_signed": (CONFLICT, _("„%(letter)s” nu are încă toate semnăturile.")),
    "signature.twice": (
        CONFLICT,
        _("Ați semnat deja acest document în nume propriu; prin delegare trebuie să semneze altcineva."),
    ),
    "letter.unknown": (BAD, _("Procedura nu are șablonul „%(name)s”.")),
    "letter.unknown_field": (BAD, _("Șablonul cere câmpul „%(field)s”, pe care nu îl dă nimeni.")),
    "letter.bad_file": (BAD, _("Fișierul nu poate fi folosit ca scrisoare: %(problems)s.")),
    "diagram.lost": (BAD, _("Elemente care nu ar rula niciodată: %(elements)s.")),
    "diagram.unparsed": (BAD, _("Diagrama nu poate fi citită: %(reason)s.")),
    "notices.unreadable": (
        BAD,
        _("Mesajele din „%(file)s” nu pot fi citite; un mesaj nu poate avea numele unuia comun: %(reason)s."),
    ),
    "diagram.too_large": (413, _("Fișierul „%(file)s” este prea mare: cel mult %(most)s kB.")),
    "diagram.too_many_elements": (
        BAD,
        _("Fișierul „%(file)s” are prea multe elemente: cel mult %(most)s. Împărțiți diagrama în mai multe."),
    ),
    "diagram.too_many_attributes": (
        BAD,
        _("Fișierul „%(file)s” are un element cu prea multe atribute: cel mult %(most)s."),
    ),
    "diagram.too_deep": (
        BAD,
        _("Fișierul „%(file)s” are elemente puse unul în altul pe mai mult de %(most)s niveluri."),
    ),
    "diagram.unreadable": (
        BAD,
        _("Fișierul „%(file)s” nu poate fi citit (rândul %(line)s). Salvați-l din nou, ca XML în UTF-8."),
    ),
    "diagram.doctype": (BAD, _("Fișierul „%(file)s” conține DOCTYPE sau entități, pe care nu le primim.")),
    "diagram.inclusion": (BAD, _("Fișierul „%(file)s” cere să includă alte fișiere. Nu primim așa ceva.")),
    "diagram.instruction": (
        BAD,
        _("Fișierul „%(file)s” conține instrucțiuni de prelucrare (<?…?>), pe care nu le primim."),
    ),
    "diagram.not_bpmn": (BAD, _("Fișierul „%(file)s” nu este o diagramă BPMN.")),
    "diagram.one_process": (
        BAD,
        _("Fișierul „procedure.bpmn” trebuie să aibă un singur proces; are %(found)s."),
    ),
    "decision.not_taken": (
        CONFLICT,
        _(
            "Tabelul de decizie „%(decision)s” nu are o regulă pentru aceste răspunsuri. "
            "Nimic nu s-a pierdut."
        ),
    ),
    "decision.not_dmn": (BAD, _("Fișierul „%(file)s” nu este un tabel de decizie DMN.")),
    "decision.uneven_rule": (
        BAD,
        _(
            "Fișierul „%(file)s”: în decizia „%(decision)s”, regula %(rule)s "
            "nu are câte o celulă la fiecare coloană."
        ),
    ),
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
    "incident.unknown": (NOT_FOUND, _("Nu găsim acest incident printre cele ale instituției dumneavoastră.")),
    "incident.settled": (CONFLICT, _("Incidentul a fost încheiat între timp de %(who)s.")),
    "incident.settled_by_itself": (CONFLICT, _("Incidentul a fost încheiat între timp.")),
    "incident.failed_again": (CONFLICT, _("Am încercat acum și a eșuat din nou. Incidentul rămâne deschis.")),
    "incident.code_forgotten": (
        CONFLICT,
        _("Mesajul ducea un cod care s-a șters între timp. Persoana poate cere altul; aici puteți renunța."),
    ),
    "incident.not_by_hand": (
        CONFLICT,
        _("Un cronometru nu se rezolvă de mână: încercați din nou sau renunțați."),
    ),
    "incident.reason_needed": (BAD, _("Scrieți motivul: rămâne în jurnal și în istoricul dosarului.")),
    "upload.missing": (BAD, _("Alegeți mai întâi un fișier.")),
    "upload.too_many": (BAD, _("Sunt prea multe fișiere: cel mult %(most)s la o cerere.")),
    "payment.unknown": (NOT_FOUND, _("Nu găsim această notă de plată.")),
    "payment.not_due": (CONFLICT, _("Pentru nota %(reference)s nu mai este nimic de plătit.")),
    "payment.wrong_state": (CONFLICT, _("Plata s-a schimbat între timp. Reîncărcați pagina.")),
    "payment.receipt_needed": (BAD, _("Scrieți numărul chitanței, cel mult %(most)s de semne.")),
    "payment.receipt_used": (BAD, _("Chitanța %(number)s este scrisă deja la altă plată.")),
    "payment.bad_amount": (BAD, _("Suma de plată nu este o sumă în bani.")),
    "payment.no_account": (CONFLICT, _("Instituția nu are încă un cont pentru taxe.")),
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
    "draft.none": (404, _("Procedura nu are o ciornă deschisă.")),
    "draft.closed": (CONFLICT, _("Ciorna a fost închisă între timp: publicată sau abandonată.")),
    "draft.changed_meanwhile": (
        CONFLICT,
        _("%(who)s a schimbat „%(path)s” între timp. Ce ați lucrat nu s-a pierdut și nu a suprascris nimic."),
    ),
    "draft.bad_path": (BAD, _("O procedură nu poate avea un fișier „%(path)s”.")),
    "draft.too_large": (BAD, _("Fișierul „%(path)s” este prea mare: cel mult %(most)s kB.")),
    "draft.too_many": (BAD, _("Ciorna are prea multe fișiere: cel mult %(most)s.")),
    "draft.no_seen": (BAD, _("Salvarea nu spune pe ce stare a fișierului s-a lucrat. Reîncărcați pagina.")),
    "draft.no_file": (404, _("Ciorna nu are fișierul „%(path)s”.")),
    "draft.bad_code": (
        BAD,
        _("„%(code)s” nu poate fi un cod: litere mici fără diacritice, cifre și _, minimum trei."),
    ),
    "draft.code_taken": (CONFLICT, _("Există deja o procedură cu codul „%(code)s”.")),
    "form_edit.unreadable": (BAD, _("Fișierul „%(file)s” nu poate fi citit ca formular: %(reason)s.")),
    "form_edit.not_json": (
        BAD,
        _("Fișierul „%(file)s” nu este JSON: greșeala este la rândul %(line)s, coloana %(column)s."),
    ),
    "form_edit.no_field": (404, _("Formularul nu mai are câmpul „%(field)s”.")),
    "form_edit.needs_title": (BAD, _("Scrieți un titlu.")),
    "form_edit.bad_number": (BAD, _("„%(value)s” nu este un număr potrivit aici.")),
    "form_edit.bad_kind": (BAD, _("Un asemenea câmp nu poate sta aici.")),
    "form_edit.bad_name": (
        BAD,
        _("„%(name)s” nu poate fi un nume scurt: litere mici fără diacritice, cifre și _, întâi o literă."),
    ),
    "form_edit.name_taken": (CONFLICT, _("Numele scurt „%(name)s” este folosit deja.")),
    "form_edit.page_full": (CONFLICT, _("Pagina „%(title)s” are câmpuri: mutați-le întâi pe altă pagină.")),
    "form_edit.last_field": (
        CONFLICT,
        _("Este singurul câmp dinăuntru: ștergeți grupul întreg sau adăugați altul."),
    ),
    "form_edit.used_in_condition": (
        CONFLICT,
        _("De răspunsul acesta depind alte câmpuri (%(by)s). Schimbați întâi condițiile lor."),
    ),
    "form_edit.condition_on_itself": (BAD, _("Un câmp nu poate depinde de propriul răspuns.")),
    "form_edit.bad_command": (BAD, _("Pagina nu cunoaște acest buton. Deschideți-o din nou.")),
    "form_edit.in_use": (CONFLICT, _("Formularul „%(form)s” este cerut de procedură, nu poate fi șters.")),
    "paper.unknown": (404, _("Procedura nu mai are actul „%(code)s”.")),
    "config.not_toml": (
        BAD,
        _("procedure.toml nu poate fi citit: greșeala este la rândul %(line)s, coloana %(column)s."),
    ),
    "config.unreadable": (BAD, _("procedure.toml nu poate fi citit: %(reason)s.")),
    "config.needed": (BAD, _("Completați „%(label)s”.")),
    "config.bad_value": (BAD, _("„%(label)s”: „%(value)s” nu se potrivește aici.")),
    "draft.form_unreadable": (BAD, _("Formularul „%(name)s” al ciornei nu poate fi citit.")),
    "trial.none": (NOT_FOUND, _("Nu aveți o încercare începută.")),
    "trial.changed": (CONFLICT, _("Încercarea a mers mai departe în altă fereastră. Reîncărcați pagina.")),
    "trial.bad_step": (BAD, _("Acest pas nu se poate face acum.")),
    "trial.bad_moment": (BAD, _("Scrieți ziua și ora la care se depune cererea.")),
    "scenario.unknown": (NOT_FOUND, _("Ciorna nu are scenariul „%(name)s”.")),
    "scenario.unreadable": (BAD, _("Scenariul „%(name)s” nu poate fi citit. Locul greșelii: %(where)s.")),
    "scenario.title_needed": (BAD, _("Scrieți titlul scenariului, de cel mult %(most)s de caractere.")),
    "scenario.bad_name": (BAD, _("„%(name)s” nu poate fi numele fișierului: numai litere mici, cifre și _.")),
    "scenario.name_taken": (
        CONFLICT,
        _("Există deja un scenariu „%(name)s”. Alegeți alt nume sau bifați că îl înlocuiește."),
    ),
    "replay.unknown": (NOT_FOUND, _("Nu găsim această reluare.")),
    "move.nothing": (CONFLICT, _("Nicio cerere nu este de mutat: alegeți cel puțin una.")),
    "move.no_batch": (NOT_FOUND, _("Nu găsim această mutare.")),
    "procedure.over_studio": (
        CONFLICT,
        _(
            "versiunea %(number)s a fost publicată din studio, iar fișierele din folder sunt altele. Nu am "
            "suprascris-o: exportați-o întâi (flask procedures export) sau încărcați cu --over."
        ),
    ),
    "publication.unknown": (NOT_FOUND, _("Nu găsim această publicare.")),
    "publication.settled": (CONFLICT, _("Publicarea a fost hotărâtă între timp. Reîncărcați pagina.")),
    "publication.own": (CONFLICT, _("Aprobă o a doua persoană: nu cine a cerut publicarea.")),
    "publication.why": (BAD, _("Scrieți de ce nu sunteți de acord, ca să se poată îndrepta.")),
    "publication.same": (CONFLICT, _("Nimic nu diferă de versiunea în vigoare: nu este ce publica.")),
    "publication.problems": (CONFLICT, _("Procedura are greșeli cu care nu poate rula. Vedeți Verificarea.")),
    "publication.failed": (CONFLICT, _("Cel puțin un scenariu nu se încheie cum spune. Vedeți Scenariile.")),
    "publication.unplayed": (
        CONFLICT,
        _("Nu toate scenariile au fost jucate pe ciorna de acum. Rulați-le din pagina Scenarii."),
    ),
    "publication.reason": (BAD, _("Scrieți motivul publicării, cel mult %(most)s de semne.")),
    "publication.day": (BAD, _("Ziua de intrare în vigoare trebuie să fie astăzi sau mai târziu.")),
    "publication.open": (
        CONFLICT,
        _("O publicare a acestei proceduri așteaptă deja: aprobați-o, respingeți-o sau retrageți-o întâi."),
    ),
    "publication.changed_meanwhile": (
        CONFLICT,
        _("Ciorna sau versiunea în vigoare s-a schimbat între timp. Uitați-vă din nou la diferență."),
    ),
    "publication.lapsed": (
        CONFLICT,
        _("Ciorna sau versiunea în vigoare s-a schimbat după cerere, așa că nu s-a publicat nimic."),
    ),
    "draft.not_sure": (
        BAD,
        _("Bifați că renunțați la ciornă: ce s-a lucrat în ea nu se mai găsește pe pagini."),
    ),
    "draft.not_text": (BAD, _("„%(path)s” nu se editează ca text: folosiți editorul lui.")),
    "draft.unreadable_text": (BAD, _("„%(path)s” nu se poate citi și nu s-a salvat: %(reason)s.")),
    "new.no_title": (BAD, _("Scrieți titlul procedurii.")),
    "new.no_source": (BAD, _("Alegeți procedura de la care începeți.")),
    "import.wrong_type": (BAD, _("„%(name)s” nu poate fi importat: primim BPMN, DMN sau o arhivă zip.")),
    "import.not_sure": (
        BAD,
        _("Arhiva înlocuiește toate fișierele ciornei: bifați că doriți așa. Nu s-a schimbat nimic."),
    ),
    "import.other_kind": (BAD, _("Fișierul nu este de același fel cu „%(path)s”, pe care l-ar înlocui.")),
    "package.unreadable": (
        BAD,
        _("Arhiva nu se poate deschide: nu este un zip simplu sau este deteriorată."),
    ),
    "package.too_large": (
        BAD,
        _("Arhiva este prea mare: cel mult %(files)s fișiere, fiecare de cel mult %(most)s kB."),
    ),
    "package.several": (BAD, _("Arhiva conține mai multe proceduri (%(codes)s). Importați-le pe rând.")),
    "package.no_diagram": (BAD, _("Arhiva nu conține nicio diagramă BPMN.")),
    "decision.no_cell": (
        CONFLICT,
        _("Tabelul „%(decision)s” nu mai are această celulă (regula %(rule)s). Reîncărcați pagina."),
    ),
    "decision.unknown": (NOT_FOUND, _("Ciorna nu are tabelul „%(decision)s”.")),
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
