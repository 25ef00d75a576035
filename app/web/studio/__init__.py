"""The studio: analysts change a procedure without a programmer and without fear."""

from app.web.studio.checking import checks, in_words
from app.web.studio.door import studio
from app.web.studio.drafts import bring, draft, draft_api, home, new, procedure
from app.web.studio.forms import form_field, form_json, form_preview, forms
from app.web.studio.modeling import modeler, offers
from app.web.studio.papers import config, letter, letters, papers
from app.web.studio.publishing import difference, forecast, moves, publish, versions
from app.web.studio.tables import tables
from app.web.studio.trying import replays, scenarios, trial, trial_keep, trial_request
from app.web.studio.watching import live

__all__ = [
    "bring",
    "checks",
    "config",
    "difference",
    "draft",
    "draft_api",
    "forecast",
    "form_field",
    "form_json",
    "form_preview",
    "forms",
    "home",
    "in_words",
    "letter",
    "letters",
    "live",
    "modeler",
    "moves",
    "new",
    "offers",
    "papers",
    "procedure",
    "publish",
    "replays",
    "scenarios",
    "studio",
    "tables",
    "trial",
    "trial_keep",
    "trial_request",
    "versions",
]
