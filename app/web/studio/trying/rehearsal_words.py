"""What did not go as a story tells it, in a sentence."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from app.rehearsal.complaint import Complaint, from_json
from app.web import wording
from app.web.studio.trying import story_words
from app.web.studio.vocabulary import Vocabulary

Facts = Mapping[str, Any]
NOTHING = Vocabulary(None)


def told(complaint: Complaint | Mapping[str, Any], known: Vocabulary = NOTHING) -> str:
    """The complaint, with its place in the story."""
    found = complaint if isinstance(complaint, Complaint) else from_json(complaint)
    said = _sentence(found, known)
    return f"{_place(found.step)}: {said}" if found.step is not None else said


def _sentence(found: Complaint, known: Vocabulary) -> str:
    if found.key in _PLAINLY:
        return str(_PLAINLY[found.key]) % found.facts
    return _TOLD.get(found.key, _unknown)(found.facts, known)


def _place(step: int) -> str:
    return str(_("Pasul %(n)s", n=step) if step else _("Depunerea cererii"))


def _expected(facts: Facts, known: Vocabulary) -> str:
    name = str(facts["what"])
    what = str(story_words.EXPECTED.get(name, name)).partition(",")[0]
    wanted, found = (story_words.expected(name, facts[key], known) for key in ("wanted", "found"))
    return str(_("%(what)s: așteptam %(wanted)s, dar este %(found)s.", what=what, wanted=wanted, found=found))


def _among(facts: Facts, known: Vocabulary) -> str:
    name = str(facts["what"])
    what = str(story_words.EXPECTED.get(name, name)).partition(",")[0]
    wanted = story_words.expected(name, facts["wanted"], known)
    return str(_("%(what)s: lipsește %(wanted)s.", what=what, wanted=wanted))


def _refused(facts: Facts, _known: Vocabulary) -> str:
    key, errors = str(facts.get("refusal", "")), facts.get("errors")
    if key == "form.invalid" and errors:
        fields = ", ".join(f"„{error[0]}”" for error in errors)
        return str(_("Formularul are răspunsuri greșite la: %(fields)s.", fields=fields))
    known = key in wording.SENTENCES
    said = _("Primăria de hârtie a refuzat (%(key)s).", key=key)
    return wording.sentence(key, facts) if known else str(said)


def _no_task(facts: Facts, known: Vocabulary) -> str:
    return str(_("Sarcina „%(task)s” nu este deschisă.", task=known.form(str(facts.get("form", "")))))


def _nobody(facts: Facts, known: Vocabulary) -> str:
    role = known.role(str(facts.get("role", "")))
    where = str(facts.get("department") or "").removeprefix("in ")
    if where:
        return str(_("Nimeni din %(department)s nu are funcția „%(role)s”.", department=where, role=role))
    return str(_("Nimeni din primărie nu are funcția „%(role)s”.", role=role))


def _jobs(facts: Facts, _known: Vocabulary) -> str:
    jobs = facts.get("jobs") or facts.get("job") or ""
    listed = jobs if isinstance(jobs, str) else "; ".join(map(str, jobs))
    return str(_("Ce face singură primăria nu a mers: %(jobs)s.", jobs=listed))


def _unknown(facts: Facts, _known: Vocabulary) -> str:
    return str(_("Povestea nu poate continua (%(facts)s).", facts=_plain(facts)))


def _plain(facts: Facts) -> str:
    return "; ".join(f"{name}: {value}" for name, value in facts.items())


# What needs no more than its own facts.
_PLAINLY: Mapping[str, object] = {
    "nobody_called": lazy_gettext("Nimeni din primărie nu se numește „%(name)s”."),
    "no_paper": lazy_gettext("papers.json nu are actul „%(paper)s”."),
    "no_earlier": lazy_gettext("Scenariul de dinainte, „%(name)s”, nu există."),
    "never_rests": lazy_gettext("Diagrama se învârte fără sfârșit: nu ajunge să aștepte pe cineva."),
    "nothing_due": lazy_gettext("Nu este nimic de plătit acum."),
    "no_door": lazy_gettext("În casetă nu se află nimic."),
    "broken": lazy_gettext("Procedura s-a oprit cu o eroare (%(error)s)."),
    "incident": lazy_gettext("A rămas un incident deschis: %(kind)s."),
    "changed": lazy_gettext("Ciorna s-a schimbat înainte să-i vină rândul. Jucați din nou."),
}
_TOLD: Mapping[str, Callable[[Facts, Vocabulary], str]] = {
    "expect": _expected,
    "expect_list": _expected,
    "expect_among": _among,
    "refused": _refused,
    "no_task": _no_task,
    "nobody": _nobody,
    "job_failed": _jobs,
    "dead_job": _jobs,
}
