"""The text twin: everything that a person meets is told once, in order, and says where the way goes on."""

from collections.abc import Iterator

import pytest

from app.engine.telling import twin
from app.engine.telling.twin import Told, Way
from tests.engine.procedures import CODES, flow, procedure, small


def every(lines: list[Told] | tuple[Told, ...]) -> Iterator[Told]:
    for one in lines:
        yield one
        yield from every(one.inside)


def at(lines: list[Told], element: str) -> Told:
    return next(one for one in every(lines) if one.element == element)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("lang", ["ro", "en"])
def test_every_number_is_told_once_and_every_way_leads_to_one(code: str, lang: str) -> None:
    told = list(every(twin.told(procedure(code), lang)))
    numbers = [one.number for one in told]
    assert len(numbers) == len(set(numbers))
    led = {way.number for one in told for way in one.ways if way.number} | {
        one.see for one in told if one.see
    }
    assert led <= set(numbers)
    assert all(one.what for one in told if one.kind in {"step", "part", "anytime"})


@pytest.mark.parametrize("code", CODES)
def test_every_task_of_a_person_is_told_once(code: str) -> None:
    model = procedure(code)
    told = [one.element for one in every(twin.told(model))]
    called, todo = set[str](), [model.main]
    while todo:
        process = todo.pop()
        if process not in called:
            called.add(process)
            todo += [e.called for e in model.within(process) if e.called]
    tasks = [e.id for e in model.elements.values() if e.kind in twin.PEOPLE and e.process in called]
    assert {own: told.count(own) for own in tasks} == dict.fromkeys(tasks, 1)


def test_a_petition_is_told_in_order_with_its_choices() -> None:
    told = twin.told(procedure("petition"))
    routing = at(told, "routing")
    assert (routing.who, routing.what) == ("Relații cu publicul", "Alegem compartimentul care vă răspunde")
    assert routing.ways == (Way("meanwhile", "Ziua de redirecționare", "Reamintit"),)
    answers = at(told, "competence")
    assert answers.kind == "choice"
    assert [way.asked for way in answers.ways] == ["Nu sau în parte", "Da"]
    assert int(at(told, "routing").number) < int(answers.number)
    again = at(told, "completion_answer")
    assert again.number.count(".") == 2  # called from what is called
    anytime = [one for one in told if one.kind == "anytime"]
    assert told[-len(anytime) :] == anytime
    assert [one.what for one in anytime] == ["Retrasă", "Termen depășit"]
    english = twin.told(procedure("petition"), "en")
    assert at(english, "routing").what != routing.what


def test_what_is_called_twice_is_told_where_it_comes_first() -> None:
    told = twin.told(procedure("petition"))
    archiving = [one for one in every(told) if one.element in {"closing_archiving", "call_archiving"}]
    assert sum(bool(one.inside) for one in archiving) <= 1
    assert all(one.see for one in archiving if not one.inside)


def task(own: str, label: str) -> str:
    return f'<bpmn:userTask id="{own}" cityhall:label="{label}"/>'


def test_ways_at_the_same_time_are_told_together() -> None:
    body = '<bpmn:parallelGateway id="fork"/><bpmn:parallelGateway id="join"/>'
    body += task("one", "Unu") + task("two", "Doi")
    body += flow("go", "fork") + flow("fork", "one") + flow("fork", "two")
    body += flow("one", "join") + flow("two", "join") + flow("join", "stop")
    fork, first, second = twin.told(small(body))
    assert fork.kind == "together"
    assert {way.number for way in fork.ways} == {first.number, second.number}


def test_a_circle_leads_back_to_its_number() -> None:
    gate = '<bpmn:exclusiveGateway id="gate" name="Bine?" default="gate-stop"/>'
    body = task("one", "Unu") + task("two", "Doi") + gate
    body += flow("go", "one") + flow("one", "two") + flow("two", "gate")
    body += flow("gate", "one").replace(" id", ' name="Nu" id', 1) + flow("gate", "stop")
    told = twin.told(small(body))
    assert [one.number for one in told] == ["1", "2", "3"]
    assert Way("answer", "Nu", "Unu", "1") in told[2].ways
    assert told[2].ways[-1].kind == "else"


def test_a_very_long_diagram_is_no_trouble() -> None:
    names = [f"t{i}" for i in range(1000)]
    tasks = "".join(task(n, n) for n in names)
    flows = "".join(flow(a, b) for a, b in zip(["go", *names], [*names, "stop"], strict=True))
    told = twin.told(small(tasks + flows))
    assert [one.element for one in told] == names
    assert all(not one.ways for one in told[:-1])


def test_a_link_goes_on_where_it_comes_out() -> None:
    link = '<bpmn:linkEventDefinition name="A"/>'
    body = f'<bpmn:intermediateThrowEvent id="off">{link}</bpmn:intermediateThrowEvent>'
    body += f'<bpmn:intermediateCatchEvent id="on">{link}</bpmn:intermediateCatchEvent>'
    body += task("first", "Întâi") + task("solve", "Rezolvăm")
    body += flow("go", "first") + flow("first", "off") + flow("on", "solve") + flow("solve", "stop")
    assert [one.element for one in twin.told(small(body))] == ["first", "solve"]
