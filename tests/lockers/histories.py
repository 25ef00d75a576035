"""How many random histories are played, and how a failing one is told."""

from hypothesis import HealthCheck, Phase, settings


def so_many(histories: int, steps: int, *, same: bool) -> settings:
    """Settings for that many histories of that many steps; `same`: the same ones each time (by day)."""
    return settings(
        max_examples=histories,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        derandomize=same,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
        report_multiple_bugs=False,
    )
