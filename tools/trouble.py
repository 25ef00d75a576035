"""Something a person has to put right before the hall can start."""


class Trouble(Exception):
    """Its text is the whole sentence that the person reads."""
