"""A draft's diagram as its text twin: for those who read rather than look, and without scripts."""

from flask import render_template

from app.cityhall.drafts import queries as drafts
from app.engine.telling import twin
from app.web.studio import pictures, vocabulary
from app.web.studio.door import mine, studio


@studio.get("/<code>/ciorna/in-cuvinte")
def in_words(code: str) -> str:
    """The diagram in order, in words, with the drawing that it tells."""
    known = vocabulary.of(drafts.files(mine(code).id))
    return render_template(
        "studio/in_words.html",
        code=code,
        procedure_title=known.config.get("title", code),
        here="draft",
        draft_here="modeler",
        told=twin.told(known.model, known.lang) if known.model else [],
        drawings=pictures.reached(known.model, {}) if known.model else [],
    )
