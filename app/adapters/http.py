"""One HTTP call to a provider, with everything that can go wrong told as an OutsideError."""

from collections.abc import Mapping
from typing import Any

import requests
from requests.auth import AuthBase

from app import faults
from app.outside import OutsideError

TIMEOUT = 10.0
# Refusals by status that pass with time; the key may be corrected by the administrator.
PASSING = {401, 403, 408, 425, 429}


class _Bearer(AuthBase):
    """As an auth object, because a header of ours would lose against a `.netrc` of the machine."""

    def __init__(self, key: str) -> None:
        self._value = f"Bearer {key}"

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = self._value
        return request


class Provider:
    """A service under one address, called with one key."""

    def __init__(self, url: str, api_key: str) -> None:
        self._url = url.rstrip("/")
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.auth = _Bearer(api_key)

    def get(self, path: str, **query: str) -> Any:
        """What the service answers to a question."""
        return self._call("GET", path, params=query)

    def change(
        self, method: str, path: str, body: Mapping[str, object], *, key: str, timeout: float = TIMEOUT
    ) -> Any:
        """Ask for an effect; asking again with the same key has the effect of asking once."""
        faults.point("job.before_call")
        answer = self._call(method, path, json=body, headers={"Idempotency-Key": key}, timeout=timeout)
        faults.point("job.after_call")
        return answer

    def _call(self, method: str, path: str, timeout: float = TIMEOUT, **parts: Any) -> Any:
        try:
            response = self._session.request(
                method, self._url + path, timeout=timeout, allow_redirects=False, **parts
            )
            if 200 <= response.status_code < 300:
                return response.json()
        except requests.Timeout:
            raise OutsideError("timeout") from None
        except requests.JSONDecodeError:
            raise OutsideError("bad_answer") from None
        except requests.RequestException:
            raise OutsideError("unreachable") from None
        raise _refusal(response)


def _refusal(response: requests.Response) -> OutsideError:
    error = _error(response)
    code = error.get("code")
    by_status = 400 <= response.status_code < 500 and response.status_code not in PASSING
    permanent = error.get("permanent", by_status)
    return OutsideError(str(code or f"http_{response.status_code}"), permanent=permanent is True)


def _error(response: requests.Response) -> Mapping[str, object]:
    try:
        error = response.json().get("error")
    except (requests.JSONDecodeError, AttributeError):
        return {}
    return error if isinstance(error, dict) else {}
