"""The block of a postal address, alike in every form."""

from app.cityhall.forms.editing.files import FormFiles, Node
from app.cityhall.forms.editing.texts import say

_SHORT = {"width": "10"}
# name, title, English, longest, ui
_LINES: tuple[tuple[str, str, str, int, Node], ...] = (
    ("street", "Strada", "Street", 120, {}),
    ("number", "Număr", "Number", 20, {"ui:options": {"prefix": "nr.", **_SHORT}}),
    ("building", "Bloc", "Block", 20, {"ui:options": {"prefix": "bl.", **_SHORT}}),
    ("staircase", "Scară", "Staircase", 10, {"ui:options": {"prefix": "sc.", **_SHORT}}),
    ("floor", "Etaj", "Floor", 10, {"ui:options": {"prefix": "et.", **_SHORT}}),
    ("apartment", "Apartament", "Apartment", 10, {"ui:options": {"prefix": "ap.", **_SHORT}}),
    ("district", "Sector sau sat", "Sector or village", 60, {}),
    ("locality", "Localitate", "Town", 80, {}),
    ("county", "Județ", "County", 60, {}),
    ("postcode", "Cod poștal", "Postcode", 10, {"ui:options": dict(_SHORT)}),
)
_STREET_HELP = (
    "Cu tipul arterei: str., bd., calea, șos., aleea.",
    "With the kind of road.",
)


def _line(title: str, most: int) -> Node:
    return {"type": "string", "title": title, "maxLength": most}


def block(title: str) -> tuple[Node, Node]:
    """Schema and ui of an address."""
    properties: Node = {name: _line(said, most) for name, said, _english, most, _ui in _LINES}
    properties["postcode"]["format"] = "ro-postcode"
    schema = {
        "type": "object",
        "title": title,
        "properties": properties,
        "required": ["street", "number", "locality"],
        "additionalProperties": False,
    }
    ui = {name: {**ui} for name, _said, _en, _most, ui in _LINES if ui}
    return schema, {"street": {"ui:help": _STREET_HELP[0]}, **ui}


def words(form: FormFiles) -> None:
    """The English of the block's words, where the form has none yet."""
    short = [(ui["ui:options"]["prefix"],) * 2 for *_, ui in _LINES if "prefix" in ui.get("ui:options", {})]
    for source, english in [*((said, en) for _, said, en, *_ in _LINES), _STREET_HELP, *short]:
        if source not in form.ui.get("x-i18n", {}).get("en", {}):
            say(form, source, english)
