"""E-mail as it comes: hostile, broken, in any alphabet. `read` never raises; what is wrong is a problem."""

from app.adapters.mime.letter import Letter, read
from app.adapters.mime.parts import File, Problem

__all__ = ["File", "Letter", "Problem", "read"]
