"""Keep the paths of the procedures: `make paths`; ONLY=petition,audience takes some.

Paths that are still good after a change stay; ANEW=1 looks for all of them again.
"""

import os
import sys

from tools.paths import coverage, search, store
from tools.paths.material import codes, material

TURNS = 3  # the shortest of so many searches is kept


def main() -> int:
    """0 when every flow of every procedure's own diagrams is taken."""
    only = [code for code in os.environ.get("ONLY", "").split(",") if code]
    missed = 0
    for code in only or codes():
        good = not os.environ.get("ANEW") and store.still_good(code)
        found = store.walked(code) if good else search.paths(code, TURNS)
        store.write(material(code), found.paths)
        missed += _say(code, found)
    return 1 if missed else 0


def _say(code: str, found: search.Found) -> int:
    own = coverage.covered(found.graph, found.taken, found.own)["flows"]
    print(f"{code}: {len(found.paths)} paths, {found.length} moves, own flows {own}", flush=True)
    for flow in own.missed:
        print(f"  never taken: {flow}")
    for path in found.paths:
        if not path.finished:
            print(f"  does not come to its end: {path.moves[-1]}")
    for fault in found.faults:
        print(f"  {fault}")
    return len(own.missed)


if __name__ == "__main__":
    sys.exit(main())
