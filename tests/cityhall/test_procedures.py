"""Publishing: what would break at the first message is refused, in words."""

import pytest
from click import ClickException

from app.cityhall import institutions
from app.cityhall.procedures import actions, folders, notices
from app.cli.procedures import _check
from app.database import transaction
from app.refusal import Refusal
from app.web import wording
from tests.engine.procedures import CODES
from tests.hall import ROOT, Hall

OWN = b'[closed]\nsubject = "x"\nemail = "x"\n'


def petition(own: bytes) -> dict[str, bytes]:
    """The petition with more notices of its own."""
    files = folders.read_folder(ROOT, "petition")
    return {**files, notices.PATH: files[notices.PATH] + b"\n" + own}


@pytest.mark.parametrize("own", [OWN, b"[mine\n", b'[mine]\nsubject = "\xff"\n'])
def test_notices_that_cannot_be_read_or_repeat_a_shared_one_are_not_published(hall: Hall, own: bytes) -> None:
    institution = institutions.by_code("PS6")
    assert institution is not None
    for publish in (actions.publish_retired, lambda *these: actions.publish(*these, hall.now)):
        with pytest.raises(Refusal) as refused, transaction():
            publish(institution, "petition", petition(own))
        assert refused.value.key == "notices.unreadable"
        assert "notices.toml" in wording.sentence(refused.value.key, refused.value.facts)


def test_the_folders_are_checked_for_it_too(hall: Hall) -> None:
    with hall.app.app_context(), pytest.raises(ClickException, match=r"petition: .*notices\.toml.*twice"):
        _check("petition", petition(OWN))


@pytest.mark.parametrize("code", CODES)
def test_all_that_is_written_to_people_can_be_read(code: str) -> None:
    notices.check(folders.read_folder(ROOT, code))
