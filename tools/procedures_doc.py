"""docs/procedures.md and its pictures, from the procedures themselves: `make procedures`."""

import sys
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from app.cityhall.procedures.scenarios import Expect, Scenario
from app.cityhall.terms.rules import TermDates, TermRule, dates
from app.engine.telling import drawing, twin
from tools import twin_words
from tools.paths import store
from tools.paths.material import Material, codes, material
from tools.place import ROOT

PAGE = ROOT / "docs/procedures.md"
PICTURES = ROOT / "docs/pictures/procedures"
STARTS = (date(2026, 11, 23), date(2026, 11, 27), date(2026, 12, 22), date(2027, 4, 27))
TERMS = (*(("working", days) for days in (5, 10, 15)), *(("calendar", days) for days in (5, 30, 45)))
INTRO = """# The procedures

What each procedure of this repository is, told by its own files. `make procedures` writes this page and
the pictures anew; `make test` says when they are old. How to write a scenario stands in
[scenarios.md](scenarios.md), what diagrams may say in [engine.md](engine.md), how terms are counted in
[law.md](law.md).
"""


def main() -> int:
    """Write the page and the pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    made = {code: material(code) for code in codes()}
    for code, one in made.items():
        (PICTURES / f"{code}.svg").write_text(picture(one), encoding="utf-8")
    walked = {code: len(store.kept(code).paths) for code in made}
    PAGE.write_text(page(made, walked), encoding="utf-8")
    return 0


def picture(of: Material) -> str:
    """The procedure's own diagram as a file of its own."""
    model = of.diagram.model
    drawn = drawing.draw(model, model.main, done=(), now=())
    return drawn if "xmlns=" in drawn else drawn.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)


def page(made: Mapping[str, Material], walked: Mapping[str, int]) -> str:
    """The whole page; `walked` says how many paths take every flow of each procedure."""
    index = [f"- [{one.config['title']}](#{code}) ({one.config['title_en']})" for code, one in made.items()]
    parts = [INTRO, "\n".join(index), *(_section(one, walked[code]) for code, one in made.items()), terms()]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _section(of: Material, walked: int) -> str:
    lines = [
        f'<a id="{of.code}"></a>',
        f"## {of.config['title']}",
        f"![Diagrama: {of.config['title']}](pictures/procedures/{of.code}.svg)",
        "\n".join(_facts(of, walked)),
        "### Steps",
        "\n".join(twin_words.lines(twin.told(of.diagram.model, "en"))),
        "### Scenarios",
        "\n".join(_scenarios(of)),
    ]
    return "\n\n".join(lines)


def _facts(of: Material, walked: int) -> Iterator[str]:
    config: dict[str, Any] = of.config
    service = config["service"]
    model = of.diagram.model
    roles = dict.fromkeys(lane.name_en for lane in model.lanes.values() if lane.process == model.main)
    yield "| | |"
    yield "|---|---|"
    yield f"| code | `{of.code}`, form {config['form_code']} {config['form_version']} |"
    yield f"| in English | {config['title_en']} |"
    yield f"| law | {'; '.join(service['law'])} |"
    yield f"| who | {service['who_en']} |"
    yield f"| term | {service['term_words_en']} |"
    yield f"| fee | {service['cost_en']} |"
    yield f"| roles | {', '.join(roles)} |"
    yield f"| paths that take every flow | {walked} |"


def _scenarios(of: Material) -> Iterator[str]:
    yield "| file | what happens | expected |"
    yield "|---|---|---|"
    yield from (f"| `{told.name}` | {told.title} | {_expected(told)} |" for told in of.scenarios)


def _expected(told: Scenario) -> str:
    expect: Expect = told.expect
    said = [expect.outcome or "", expect.status or ""]
    said += [f"term {expect.term:%d.%m.%Y}"] if expect.term else []
    said += [f"fee {expect.fee:g} lei"] if expect.fee is not None else []
    said += [f"letters: {', '.join(expect.letters)}"] if expect.letters else []
    return "; ".join(part for part in said if part)


def terms() -> str:
    """What the program counts for the days of the facts (Codul muncii art. 139, Legea 134/2010 art. 181)."""
    head = ["filed on", *(f"{days} {unit} days" for unit, days in TERMS)]
    rows = [[f"{start:%d.%m.%Y}", *(_counted(start, *term) for term in TERMS)] for start in STARTS]
    lines = [head, ["---"] * len(head), *rows]
    told = "Told to the applicant / last day by the free-days rule, where they differ."
    return "\n".join(["## Terms", "", told, "", *("| " + " | ".join(line) + " |" for line in lines)])


def _counted(start: date, unit: str, days: int) -> str:
    found: TermDates = dates(start, TermRule(unit, days, pauses=False, act=""))
    told, legal = f"{found.conservative:%d.%m.%Y}", f"{found.legal:%d.%m.%Y}"
    return told if told == legal or unit == "working" else f"{told} / {legal}"


if __name__ == "__main__":
    sys.exit(main())
