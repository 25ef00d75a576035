"""The counter: a clerk files for a person without account, finds cases, helps, hands over."""

from app.web.counter import cases, completion, home, programme, wishes
from app.web.counter.door import counter

__all__ = ["cases", "completion", "counter", "home", "programme", "wishes"]
