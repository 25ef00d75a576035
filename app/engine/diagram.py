"""A procedure's files as the library's specifications, parsed once and shared.

Parsing costs some milliseconds and the result is never changed while cases run, so it is cached by the
digest of all files. `Diagram` also carries our own plain reading (`model`) of the same files.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.spiff.parser.process import SpiffBpmnParser
from SpiffWorkflow.spiff.parser.task_spec import ServiceTaskParser
from SpiffWorkflow.spiff.specs.defaults import ServiceTask

from app.engine import model
from app.engine.model import Model

LIBRARY = version("SpiffWorkflow")


class Operation(ServiceTask):  # type: ignore[misc]
    """A service task that the hall performs later: reaching it leaves it STARTED until it is finished."""

    def _execute(self, task: Any) -> None:  # noqa: ARG002 - the library's signature
        return None


class _Parser(SpiffBpmnParser):  # type: ignore[misc]
    OVERRIDE_PARSER_CLASSES = {
        **SpiffBpmnParser.OVERRIDE_PARSER_CLASSES,
        full_tag("serviceTask"): (ServiceTaskParser, Operation),
    }


@dataclass(frozen=True, eq=False)
class Diagram:
    """One version of a procedure, ready to run. `digest` names its files and the library that read them."""

    digest: str
    spec: BpmnProcessSpec = field(repr=False)
    called: Mapping[str, BpmnProcessSpec] = field(repr=False)
    model: Model = field(repr=False)


_cache: dict[str, Diagram] = {}


def digest_of(files: Mapping[str, bytes]) -> str:
    """Hex SHA-256 over names, contents and the library's version."""
    sha = hashlib.sha256(LIBRARY.encode())
    for name in sorted(files):
        sha.update(f"\n{name}\n{len(files[name])}\n".encode())
        sha.update(files[name])
    return sha.hexdigest()


def cached(digest: str) -> Diagram | None:
    """The diagram parsed earlier in this process under that digest."""
    return _cache.get(digest)


def parse(files: Mapping[str, bytes]) -> Diagram:
    """Read `*.bpmn` and `*.dmn` files (by file name); the main process is procedure.bpmn's.

    Raises ValueError when a file is not XML, lxml's and the library's own errors when it is not BPMN.
    """
    digest = digest_of(files)
    if digest not in _cache:
        _cache[digest] = _parse(digest, files)
    return _cache[digest]


def _parse(digest: str, files: Mapping[str, bytes]) -> Diagram:
    plain = model.read(files)
    parser = _Parser()
    for name, content in files.items():
        if name.endswith(".bpmn"):
            parser.add_bpmn_xml(_xml(content), filename=name)
        elif name.endswith(".dmn"):
            parser.add_dmn_xml(_xml(content), filename=name)
    spec = parser.get_spec(plain.main)
    return Diagram(digest, spec, parser.get_subprocess_specs(plain.main), plain)


def _xml(content: bytes) -> etree._Element:
    secure = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(content, secure)
