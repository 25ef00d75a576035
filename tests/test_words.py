"""Romanian is written with commas below (ș, ț); the cedillas of old keyboards are other letters."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CEDILLAS = tuple("\u015e\u015f\u0162\u0163")
OTHERS = ("/vendor/", "tests/foreign/files/")
READ_BY_PEOPLE = {".bpmn", ".css", ".html", ".js", ".json", ".md", ".po", ".py", ".toml", ".txt"}


def our_texts() -> list[Path]:
    words = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    paths = (ROOT / name for name in names if not any(folder in name for folder in OTHERS))
    return [path for path in paths if path.suffix in READ_BY_PEOPLE and path.is_file()]


def test_no_cedillas_where_romanian_wants_commas() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for path in our_texts()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if any(letter in line for letter in CEDILLAS) and "cedil" not in line.lower()
    ]
    assert wrong == []
