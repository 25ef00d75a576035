"""The English catalogue: what the pages say, looked up in the code, merged and compiled.

python -m tools.words       new messages arrive untranslated, gone ones leave; `make words`

Romanian needs no catalogue: its texts are the messages themselves.
"""

import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
ENGLISH = ROOT / "app/web/translations/en/LC_MESSAGES/messages.po"
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None, "l_": None}
# A date that never changes: the same words give the same bytes.
WHEN = datetime(2026, 11, 22, tzinfo=UTC)


def main() -> int:
    """Bring the catalogue up to date; the exit code says whether something waits for a translator."""
    english = updated()
    with ENGLISH.open("wb") as file:
        write_po(file, english, width=110, no_location=True, sort_output=True)
    ENGLISH.with_suffix(".mo").write_bytes(compiled(catalogue()))
    waiting = [one.id for one in english if one.id and (not one.string or one.fuzzy)]
    print("".join(f"to translate: {text}\n" for text in waiting), end="", file=sys.stderr)
    return 1 if waiting else 0


def extracted() -> Catalog:
    """Every message in the code and the templates."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found = Catalog(creation_date=WHEN, fuzzy=False)
    for _file, _line, message, _comments, context in extract_from_dir(
        ROOT, methods, options, KEYWORDS, directory_filter=_ours
    ):
        found.add(message, context=context)
    return found


def _ours(folder: str) -> bool:
    return Path(folder).relative_to(ROOT).parts[:1] == ("app",)


def catalogue() -> Catalog:
    """The English catalogue as it is."""
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def updated() -> Catalog:
    """The English catalogue with exactly the messages of the code; nothing is guessed."""
    english = catalogue() if ENGLISH.exists() else Catalog(locale="en")
    english.update(extracted(), no_fuzzy_matching=True)
    english.obsolete.clear()
    english.project, english.version = "fara-hartie", "en"
    english.header_comment = "# What the pages say, in English. Messages are the Romanian texts."
    english.creation_date = english.revision_date = WHEN
    english.last_translator = english.language_team = english.msgid_bugs_address = "-"
    english.fuzzy = False
    return english


def compiled(english: Catalog) -> bytes:
    """The catalogue as gettext reads it."""
    file = BytesIO()
    write_mo(file, english)
    return file.getvalue()


if __name__ == "__main__":
    sys.exit(main())
