"""The form F.1 of Ordinul 839/2009: what was filed on it stays readable, nothing new is."""

from datetime import UTC, datetime
from typing import Any

import pytest

from app.cityhall import institutions, submissions
from app.cityhall.procedures import actions as procedure_actions
from app.cityhall.procedures import folders
from app.cityhall.procedures import queries as procedures
from app.cityhall.procedures.models import ProcedureVersion
from app.database import transaction
from app.journey import receipts, submit
from app.journey.submit import Receipt
from app.refusal import Refusal
from tests.forms.shelf import CERTIFICATE
from tests.hall import ROOT, Hall

IOANA = "ioana@exemplu.ro"
SUMMER = datetime(2026, 8, 20, 8, 0, tzinfo=UTC)
OF_BEFORE = (
    "applicant_kind",
    "full_name",
    "cnp",
    "address",
    "property_kind",
    "land_area",
    "property_address",
)
F1 = {
    name: CERTIFICATE[name] for name in (*OF_BEFORE, "cadastral_number", "delivery", "email", "declaration")
}


def edition() -> ProcedureVersion:
    """F.1, as an installation of today has it."""
    institution = institutions.by_code("PS6")
    assert institution is not None
    with transaction():
        for files in folders.retired(ROOT, "urbanism_information").values():
            found = procedure_actions.publish_retired(institution, "urbanism_information", files)
            assert procedure_actions.publish_retired(institution, "urbanism_information", files) is found
        return found


def files(hall: Hall, version: ProcedureVersion, **answers: Any) -> Receipt:
    actor = hall.actor(IOANA)
    with transaction():
        draft = submissions.begin(actor.person_id, version, "portal", {**F1, **answers}, hall.now)
    with transaction():
        own = submissions.mine(draft.id, actor.person_id, lock=True)
        receipt = submit.file_request(own, actor, hall.now)
    hall.works()
    return receipt


def test_a_file_of_before_goes_on_and_prints_its_form(hall: Hall) -> None:
    version = edition()
    hall.now = SUMMER
    case = files(hall, version, purpose=["notary"]).case
    assert (case.form_code, case.form_version) == ("F.1", "2009")
    said = receipts.fields(hall.fresh(case), hall.house)
    assert (said["form_code"], said["form_version"]) == ("F.1", "2009")
    assert receipts.pdf(hall.fresh(case), hall.house).startswith(b"%PDF-")
    hall.does("Maria", case, "routing", competence="ours", department="URB")
    assert hall.task(case, "verification").department_id is not None


def test_nothing_new_opens_on_it(hall: Hall) -> None:
    version = edition()
    assert procedures.current("urbanism_information").config["form_code"] == "F_CU_01"
    assert version.retired_at is not None
    assert version not in procedures.offered()
    with pytest.raises(Refusal, match=r"form\.retired"):
        files(hall, version, purpose=["notary"])


def test_it_is_no_part_of_the_folder_in_force() -> None:
    found = folders.read_folder(ROOT, "urbanism_information")
    assert not [name for name in found if name.startswith("retired")]
    assert list(folders.retired(ROOT, "urbanism_information")) == ["F.1"]
