"""What a procedure's own files must look like: procedure.toml, papers.json, notices.toml.

Only what the hall leans on is asked for; what else a file says is left alone.
"""

from app.cityhall.forms.shapes import TABLE, TEXT, WORDS, Shape

MAYBE_TEXT: Shape = {"type": "string"}
WHOLE: Shape = {"type": "integer", "minimum": 0, "maximum": 36_500}
YES_OR_NO: Shape = {"type": "boolean"}

LETTER: Shape = {
    "type": "object",
    "properties": {
        **dict.fromkeys(("title", "title_en", "kind", "code", "version", "register"), MAYBE_TEXT),
        "signers": WORDS,
    },
}
ALARMS: Shape = {
    "type": "object",
    "properties": {"before": {"type": "array", "items": WHOLE}, "tell": WORDS, "over": WORDS},
}
EXTENSION: Shape = {
    "type": "object",
    "required": ["days", "act"],
    "properties": {"days": WHOLE, "act": TEXT, "who": WORDS},
}
TERM: Shape = {
    "type": "object",
    "required": ["unit", "days", "act"],
    "properties": {
        "unit": {"enum": ["calendar", "working"]},
        "days": WHOLE,
        "act": TEXT,
        "decision": TEXT,
        "pause_on_completion": YES_OR_NO,
        "redirect_days": WHOLE,
        "redirect_act": TEXT,
        "extension": EXTENSION,
        "alarms": ALARMS,
        "tacit": {"type": "object", "required": ["act"], "properties": {"act": TEXT}},
    },
}
SERVICE: Shape = {
    "type": "object",
    "required": ["who", "what", "cost", "term_words", "appeal", "law"],
    "properties": {
        **dict.fromkeys(("who", "cost", "term_words", "appeal"), TEXT),
        **dict.fromkeys(("what", "law"), WORDS),
    },
}
CONFIG: Shape = {
    "type": "object",
    "required": [
        *("title", "department", "nomenclature", "retention_years", "form", "form_code"),
        *("form_version", "valid_from", "service", "term"),
    ],
    "properties": {
        **dict.fromkeys(("title", "title_en", "summary", "summary_en", "group", "act"), TEXT),
        **dict.fromkeys(("code", "department", "nomenclature", "form", "form_code", "form_version"), TEXT),
        "register": TEXT,
        "retention_years": WHOLE,
        "valid_from": {"type": "date"},
        "valid_until": {"type": "date"},
        "letters": {"type": "object", "additionalProperties": LETTER},
        "service": SERVICE,
        "term": TERM,
        "roles": {"type": "object", "additionalProperties": TEXT},
        "settings": {
            "type": "object",
            "additionalProperties": {"type": ["string", "number", "boolean"]},
        },
        "delivery": {"type": "object", "properties": {"choices": WORDS}},
        "identity": {"type": "object", "properties": {"second_factor": YES_OR_NO}},
    },
}
PAPER: Shape = {
    "type": "object",
    "required": ["code", "title"],
    "properties": {
        **dict.fromkeys(("code", "title"), TEXT),
        **dict.fromkeys(("title_en", "hint", "hint_en", "if_missing", "law", "issuer"), MAYBE_TEXT),
        "need": {"enum": ["required", "recommended", "optional"]},
        "else": {"enum": ["required", "recommended", "optional", None]},
        "when": TABLE,
        "obtainable": YES_OR_NO,
    },
}
PAPERS: Shape = {"type": "array", "items": PAPER}
NOTICE: Shape = {
    "type": "object",
    "required": ["subject"],
    "properties": {
        **dict.fromkeys(("subject", "email", "sms"), MAYBE_TEXT),
        "en": {"type": "object", "additionalProperties": MAYBE_TEXT},
    },
    "anyOf": [{"required": ["email"]}, {"required": ["sms"]}],
}
NOTICES: Shape = {"type": "object", "additionalProperties": NOTICE}
