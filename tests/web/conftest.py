"""At every door: `enter("ioana@exemplu.ro")` is a citizen's browser, `door("Ana")` one of the staff."""

from tests.web.citizen.conftest import enter
from tests.web.desk.conftest import door

__all__ = ["door", "enter"]
