"""A text message gateway over HTTP. It keeps our reference, so a caller that crashed can ask."""

from app.adapters.http import Provider
from app.outside import OutsideError, Sent


class HttpSms:
    """The gateway at `url`; delivery reports come to `callback_url`."""

    def __init__(self, url: str, api_key: str, callback_url: str) -> None:
        self._gateway = Provider(url, api_key)
        self._callback_url = callback_url

    def send(self, *, key: str, to: str, text: str, reference: str) -> Sent:
        """Hand over one message (`to` in E.164). OutsideError `bad_number` is permanent."""
        body = {"to": to, "text": text, "reference": reference, "callback_url": self._callback_url}
        return _sent(self._gateway.change("POST", "/v1/messages", body, key=key))

    def find(self, reference: str) -> Sent | None:
        """The message handed over earlier under our reference, if the gateway has it."""
        found = self._gateway.get("/v1/messages", reference=reference)
        return _sent(found[0]) if found else None


def _sent(answer: object) -> Sent:
    """An accepted message without an id would be lost to its delivery report: ask again instead."""
    if not isinstance(answer, dict) or not isinstance(answer.get("id"), str):
        raise OutsideError("bad_answer")
    return Sent(answer["id"])
