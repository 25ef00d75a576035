"""A procedure's files as the library's specifications, parsed once and shared.

Parsing costs some milliseconds and the result is never changed while cases run, so it is cached by the
digest of all files. `Diagram` also carries our own plain reading (`model`) of the same files.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec

from app.engine.library import rewriting
from app.engine.library.parsing import Parser
from app.engine.library.tasks import Operation
from app.engine.library.wiring import wire
from app.engine.reading import bpmn_xml, model
from app.engine.reading.model import Model
from app.refusal import Refusal

__all__ = ["Diagram", "Operation", "digest_of", "parse"]

# More versions than a hall has under way; a studio that tries many drafts must not grow for ever.
KEPT = 200


@dataclass(frozen=True, eq=False)
class Diagram:
    """One version of a procedure, ready to run. `digest` names its files; states are stamped with it."""

    digest: str
    spec: BpmnProcessSpec = field(repr=False)
    called: Mapping[str, BpmnProcessSpec] = field(repr=False)
    model: Model = field(repr=False)


_cache: dict[str, Diagram] = {}


def digest_of(files: Mapping[str, bytes]) -> str:
    """Hex SHA-256 over names and contents; a newer library must not lock out the cases under way."""
    sha = hashlib.sha256()
    for name in sorted(files):
        sha.update(f"\n{name}\n{len(files[name])}\n".encode())
        sha.update(files[name])
    return sha.hexdigest()


def parse(files: Mapping[str, bytes]) -> Diagram:
    """Read `*.bpmn` and `*.dmn` files (by file name); the main process is procedure.bpmn's.

    Raises Refusal before anything else when a file is hostile or unreadable.
    """
    digest = digest_of(files)
    found = _cache.get(digest)
    if found is None:
        found = _cache[digest] = _parse(digest, files)
        for oldest in list(_cache)[:-KEPT]:
            _cache.pop(oldest, None)
    return found


def _parse(digest: str, files: Mapping[str, bytes]) -> Diagram:
    plain = model.read(files)
    parser = Parser(plain.decisions)
    try:
        for name, content in files.items():
            if name.endswith(".bpmn"):
                root = bpmn_xml.parse(name, content)
                rewriting.rewrite(root)
                parser.add_bpmn_xml(root, filename=name)
        spec, called = parser.get_spec(plain.main), parser.get_subprocess_specs(plain.main)
    except (ValidationException, ValueError) as error:  # the latter: places on the drawing
        raise Refusal("diagram.unparsed", reason=str(error)) from error
    wire([spec, *called.values()])
    _nothing_lost(plain, [spec, *called.values()])
    return Diagram(digest, spec, called, plain)


def _nothing_lost(plain: Model, specs: list[BpmnProcessSpec]) -> None:
    """The library leaves out silently what it takes for its own, or does not reach."""
    read = {getattr(task, "bpmn_id", None) for spec in specs for task in spec.task_specs.values()}
    used = {spec.name for spec in specs}
    lost = sorted(e.id for e in plain.elements.values() if e.process in used and e.id not in read)
    if lost:
        raise Refusal("diagram.lost", elements=lost)
