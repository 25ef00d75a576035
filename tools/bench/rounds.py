"""`long_case`: the officer's step when a case has gone back and forth many times, against the second time."""

from functools import partial
from uuid import UUID

from app.database import session
from tools.bench import twins
from tools.bench.clerks import CITIZEN, COMPLETED, LACKING, OFFICER, Clerks, finish
from tools.bench.figures import Figure, Pairs
from tools.bench.site import Site, inside

REACH = 1.3
MEASURED = 15


def long_case(site: Site, rounds: int) -> Figure:
    """The certificate's own loop: the officer finds a paper missing, the citizen brings it.

    Through the database, as `step`; the latest rounds of one long case and the second round of short ones.
    """
    app = site.hall()
    with inside(app):
        clerks = Clerks(app)
        begun = clerks.certificate()
        measured = min(MEASURED, rounds - 1)
        old, *young = [ids[begun] for ids in twins.of(begun, measured + 1)]
        for case_id in (*[old] * (rounds - measured), *young):
            _round(clerks, case_id)
        pairs, officer = Pairs(), clerks.actor(OFFICER)
        for case_id in young:
            tasks = [clerks.takes(OFFICER, one, "verification") for one in (old, case_id)]
            pairs.take(*(partial(finish, task, LACKING, officer) for task in tasks))
            clerks.works()
            clerks.does(CITIZEN, old, "completion", COMPLETED)
            session().close()
        return pairs.figure("long_case", REACH, note=f"round {rounds} against round 2")


def _round(clerks: Clerks, case_id: UUID) -> None:
    clerks.does(OFFICER, case_id, "verification", LACKING)
    clerks.does(CITIZEN, case_id, "completion", COMPLETED)
