"""A rule said no."""


class Refusal(Exception):
    """Raised by the domain when a rule forbids what was asked.

    `key` names the rule (``task.held_by_other``), `facts` are what a person needs to know about it.
    Only `web.errors` turns it into a sentence and a status code.
    """

    def __init__(self, key: str, **facts: object) -> None:
        super().__init__(key)
        self.key = key
        self.facts = facts
