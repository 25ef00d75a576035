"""A term in words: how its date came about, sentence by sentence."""

from collections.abc import Iterator, Mapping
from datetime import date

from app.cityhall.registry.rules import romanian_day
from app.cityhall.terms import actions
from app.cityhall.terms.calendar import PLAIN, Calendar, between, holiday, is_working
from app.cityhall.terms.models import Pause, Term
from app.cityhall.terms.rules import FREE_DAYS, Counted

Words = Mapping[str, str]
MOST_DAYS_NAMED = 12
# Romanian is what the receipt says; English is only for who reads the pages in English.
_WORDS: Mapping[str, Words] = {
    "ro": {
        "one:calendar": "o zi calendaristică",
        "calendar": "{n} zile calendaristice",
        "one:working": "o zi lucrătoare",
        "working": "{n} zile lucrătoare",
        "one:free": "o zi liberă",
        "free": "{n} zile libere",
        "one:months": "o lună",
        "months": "{n} luni",
        "one:years": "un an",
        "years": "{n} ani",
        "counted": "{length} de la înregistrare ({start:%d.%m.%Y}), {act}.",
        "first:working": "Se numără numai zilele lucrătoare, din prima zi după înregistrare.",
        "free_rule": "Nu se numără nici ziua înregistrării, nici ultima zi (zile libere).",
        "stood": "Termenul a stat din {since:%d.%m.%Y} până la {until:%d.%m.%Y}, "
        "cât s-au așteptat completări. Nu se numără: {length}.",
        "none": "nicio zi",
        "too_late": "Completările s-au cerut pe {since:%d.%m.%Y}, după ce termenul se împlinise: "
        "data nu se mută.",
        "stands": "Termenul stă din {since:%d.%m.%Y}, cât se așteaptă completări; "
        "data se mută când pornește din nou.",
        "extended": "A fost prelungit pe {at:%d.%m.%Y} cu {length}, {act}, cu motivul: „{reason}”.",
        "skipped": "Zile libere care nu s-au numărat, în afară de sâmbete și duminici: {days}.",
        "made_up": "Zile lucrate în locul altora, care se numără: {days}.",
        "reached": "Numărătoarea se împlinește pe {end:%d.%m.%Y}.",
        "moved": "Numărătoarea se împlinește pe {end:%d.%m.%Y}, când nu se lucrează ({days}), "
        "așa că termenul trece la prima zi lucrătoare.",
        "last": "Data cea mai târzie: {last:%d.%m.%Y}.",
        "decreed": "zi liberă, {act}",
        "and_more": "și încă {n}",
        "day_names": "luni marți miercuri joi vineri sâmbătă duminică",
        "month_names": "ianuarie februarie martie aprilie mai iunie "
        "iulie august septembrie octombrie noiembrie decembrie",
        "title:internal": "Alarma noastră",
        "title:conservative": "Spusă solicitantului",
        "title:legal": "Ultima zi legală",
        "how:internal": "ultima zi lucrătoare până la {end:%d.%m.%Y}, când se împlinește numărătoarea; "
        "nu trece niciodată mai departe",
        "how:conservative": "prima zi lucrătoare de la împlinire",
        "how:legal": "prima zi lucrătoare de la împlinire, după regula zilelor libere: "
        "nu se numără nici prima, nici ultima zi (Legea 134/2010 art. 181)",
        "how:legal:working": "fără zilele lucrate în locul altora, despre care nicio lege nu spune "
        "că pot încheia un termen",
        "how:working": "sfârșitul ultimei zile lucrătoare numărate",
        "how:corresponding": "ziua corespunzătoare din ultima lună (Legea 134/2010 art. 181)",
    },
    "en": {
        "one:calendar": "one calendar day",
        "calendar": "{n} calendar days",
        "one:working": "one working day",
        "working": "{n} working days",
        "one:free": "one free day",
        "free": "{n} free days",
        "one:months": "one month",
        "months": "{n} months",
        "one:years": "one year",
        "years": "{n} years",
        "counted": "{length} from registration ({start:%d.%m.%Y}), {act}.",
        "first:working": "Only working days count, from the first day after registration.",
        "free_rule": "Neither the day of registration nor the last day counts (free days).",
        "stood": "The clock stood still from {since:%d.%m.%Y} to {until:%d.%m.%Y}, "
        "waiting for the applicant. Not counted: {length}.",
        "none": "no day",
        "too_late": "More was asked for on {since:%d.%m.%Y}, after the term had ended: "
        "the date does not move.",
        "stands": "The clock has stood still since {since:%d.%m.%Y}, waiting for the applicant; "
        "the date moves when it goes on.",
        "extended": "It was extended on {at:%d.%m.%Y} by {length}, {act}, for this reason: “{reason}”.",
        "skipped": "Days off that did not count, besides Saturdays and Sundays: {days}.",
        "made_up": "Days worked instead of others, which count: {days}.",
        "reached": "The count ends on {end:%d.%m.%Y}.",
        "moved": "The count ends on {end:%d.%m.%Y}, when nobody works ({days}), "
        "so the term moves to the next working day.",
        "last": "Latest date: {last:%d.%m.%Y}.",
        "decreed": "day off, {act}",
        "and_more": "and {n} more",
        "day_names": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
        "month_names": "January February March April May June "
        "July August September October November December",
        "title:internal": "Our alarm",
        "title:conservative": "Told to the applicant",
        "title:legal": "Last lawful day",
        "how:internal": "the last working day up to {end:%d.%m.%Y}, when the count ends; it never moves on",
        "how:conservative": "the first working day from the end of the count",
        "how:legal": "the first working day from the end of the count by the free-days rule: "
        "neither the first nor the last day counts (Legea 134/2010 art. 181)",
        "how:legal:working": "without the days worked instead of others, "
        "of which no law says that a term may end on one",
        "how:working": "the end of the last working day counted",
        "how:corresponding": "the corresponding day of the last month (Legea 134/2010 art. 181)",
    },
}


def explain(term: Term, lang: str = "ro", calendar: Calendar = PLAIN) -> str:
    """The whole computation: for the case page, the receipt, the letter, the clerk."""
    return " ".join(sentences(term, lang, calendar))


def sentences(term: Term, lang: str = "ro", calendar: Calendar = PLAIN) -> list[str]:
    """The computation, one sentence a step: start and act, pauses, extension, days off, the date."""
    words, found = _words(lang), actions.counted(term, calendar)
    said = [
        words["counted"].format(length=_length(term.days, term.unit, words), start=term.start, act=term.act)
    ]
    if term.unit == "working":
        said.append(words["first:working"])
    if term.unit == "free":
        said.append(words["free_rule"])
    said += [_stood(one, lost, term.unit, words) for one, lost in zip(term.pauses, found.lost, strict=True)]
    said += _extended(term, words)
    said += _at_the_end(term, found, calendar, lang)
    return [*said, words["last"].format(last=term.conservative)]


def three(term: Term, lang: str = "ro", calendar: Calendar = PLAIN) -> list[tuple[str, date, str]]:
    """For staff: the title of each of the three dates, the date, how it was found."""
    words, end = _words(lang), actions.counted(term, calendar).end
    found = {"internal": term.internal, "conservative": term.conservative, "legal": term.legal}
    return [
        (words[f"title:{name}"], day, words[_how(name, term)].format(end=end)) for name, day in found.items()
    ]


def _how(name: str, term: Term) -> str:
    if term.unit == "working":
        return "how:legal:working" if name == "legal" and term.legal != term.conservative else "how:working"
    if name == "legal" and term.unit not in FREE_DAYS:
        return "how:corresponding"
    if name == "conservative" and term.unit == "free":
        return "how:legal"
    return f"how:{name}"


def _words(lang: str) -> Words:
    return _WORDS.get(lang, _WORDS["ro"])


def _stood(pause: Pause, lost: int | None, unit: str, words: Words) -> str:
    since = romanian_day(pause.since)
    if pause.until is None:
        return words["stands"].format(since=since)
    until = romanian_day(pause.until)
    if lost is None:
        return words["too_late"].format(since=since)
    length = _length(lost, "working" if unit == "working" else "calendar", words) if lost else words["none"]
    return words["stood"].format(since=since, until=until, length=length)


def _extended(term: Term, words: Words) -> Iterator[str]:
    given = term.extension
    if given is not None:
        length, at = _length(given.days, term.unit, words), romanian_day(given.at)
        yield words["extended"].format(at=at, length=length, act=given.act, reason=given.reason.rstrip("."))


def _at_the_end(term: Term, found: Counted, calendar: Calendar, lang: str) -> Iterator[str]:
    """The days off that made a difference, by their names."""
    words = _words(lang)
    if term.unit == "working":
        counted = between(term.start, found.end)
        skipped = [day for day in counted if day.weekday() < 5 and not is_working(day, calendar)]
        made_up = [day for day in counted if day in calendar.worked]
        for key, days in (("skipped", skipped), ("made_up", made_up)):
            if days:
                yield words[key].format(days=_named(days, calendar, lang))
        return
    off = [found.end, *between(found.end, term.conservative)][:-1]
    if off and not is_working(found.end, calendar):
        yield words["moved"].format(end=found.end, days=_named(off, calendar, lang))
    else:
        yield words["reached"].format(end=found.end)


def _named(days: list[date], calendar: Calendar, lang: str) -> str:
    words = _words(lang)
    said = [f"{_day(day, words)} – {_why(day, calendar, lang)}" for day in days[:MOST_DAYS_NAMED]]
    left = len(days) - len(said)
    return ", ".join([*said, words["and_more"].format(n=left)] if left else said)


def _day(day: date, words: Words) -> str:
    return f"{day.day} {words['month_names'].split()[day.month - 1]}"


def _why(day: date, calendar: Calendar, lang: str) -> str:
    """Why nobody works on that day, or somebody does."""
    words = _words(lang)
    if day in calendar.worked:
        return calendar.worked[day]
    if name := holiday(day, lang if lang in _WORDS else "ro"):
        return name
    if day in calendar.off:
        return words["decreed"].format(act=calendar.off[day])
    return words["day_names"].split()[day.weekday()]


def _length(number: int, unit: str, words: Words) -> str:
    """„o zi”, „19 zile”, „20 de zile”."""
    if number == 1:
        return words[f"one:{unit}"]
    return words[unit].format(n=_of(number) if words is _WORDS["ro"] else number)


def _of(number: int) -> str:
    """Romanian puts „de” after 20 and its like: 19 zile, 20 de zile, 101 zile."""
    return f"{number} de" if number >= 20 and (number % 100 == 0 or number % 100 >= 20) else str(number)
