/* Rules of work: who does it, with which form, what the citizen reads, what the program is asked for.
 *
 * `offers` is what exists in the draft and in the hall (app/web/studio/offers.py); a rule that needs it says
 * nothing without it. Keys and meaning are those of app/engine/checking. */

import { eventKind } from "./flow_rules.js";
import { extension, formOf, kind, onEvent } from "./graph.js";

const BY_PEOPLE = new Set(["userTask", "manualTask", "task"]);
const FOR_PEOPLE = new Set([...BY_PEOPLE, "receiveTask"]);
const OUTSIDE = ["timer", "message", "signal"];
const INSIDE = [...OUTSIDE, "error", "escalation", "conditional"];
const ALLOWED = {
  startEvent: OUTSIDE,
  intermediateCatchEvent: [...OUTSIDE, "conditional", "link"],
  intermediateThrowEvent: ["message", "signal", "escalation", "link"],
  endEvent: ["message", "signal", "error", "escalation", "terminate"],
  boundaryEvent: INSIDE,
  sendTask: ["message"],
  receiveTask: ["message"],
};
const NEEDED = new Set(["intermediateCatchEvent", "boundaryEvent", "sendTask", "receiveTask"]);
const TIMES = ["timeDuration", "timeDate", "timeCycle"];

const ofKind = (graph, ...kinds) => graph.nodes.filter((node) => kinds.includes(kind(node)));
const each = (items, facts = () => ({})) => items.map((one) => [one, facts(one)]);
const names = (offered) => new Set((offered ?? []).map((one) => one.name ?? one));
const said = (node, name) => node.get(`cityhall:${name}`);
const definition = (node) => node.eventDefinitions?.[0];
const handles = (graph, node) => kind(node) === "startEvent" && onEvent(graph.scope.get(node));

/** What a name of the event's kind is: for a task that sends or receives, its own message. */
function nameOf(node, what) {
  const owner = definition(node) ?? node;
  return owner[`${what}Ref`]?.name;
}

const waitsFor = (graph, what) => graph.nodes.filter((node) => eventKind(node) === what);

function silent(graph) {
  const carries = (node) => definition(node) || kind(node) === "sendTask" || kind(node) === "receiveTask";
  return graph.nodes.filter((node) => !carries(node) && (NEEDED.has(kind(node)) || handles(graph, node)));
}

function misplaced(graph) {
  return graph.nodes.filter((node) => definition(node) && !allowed(graph, node).includes(eventKind(node)));
}

function allowed(graph, node) {
  const inner = kind(node) === "startEvent" && graph.scope.get(node) !== graph.process.get(node);
  if (inner) return handles(graph, node) ? INSIDE : [];
  return ALLOWED[kind(node)] ?? [];
}

const interrupts = (node) => node.cancelActivity !== false && node.isInterrupting !== false;
const aside = (graph, node) => !interrupts(node) && (kind(node) === "boundaryEvent" || handles(graph, node));
const operator = (node) => extension(node, "spiffworkflow:ServiceTaskOperator");
const parameters = (node) => operator(node)?.parameters?.parameters?.map((one) => one.id) ?? [];
const known = (offers, node) => offers?.operations?.find((one) => one.name === operator(node)?.id);

function wrongParameters(offers, node) {
  const asked = known(offers, node)?.parameters ?? [];
  const given = parameters(node);
  const missing = asked.filter((one) => one.required && !given.includes(one.name)).map((one) => one.name);
  const unknown = given.filter((name) => !asked.some((one) => one.name === name));
  return { missing, unknown };
}

const wrong = ({ missing, unknown }) => missing.length > 0 || unknown.length > 0;
const decisionOf = (node) => extension(node, "spiffworkflow:CalledDecisionId")?.value?.trim() ?? "";

export const WORK_RULES = {
  "task.no_role": (g) => each(g.nodes.filter((node) => BY_PEOPLE.has(kind(node)) && !g.roles.get(node))),
  "task.no_label": (g) => each(g.nodes.filter((node) => FOR_PEOPLE.has(kind(node)) && !(said(node, "label") && said(node, "label_en")))),
  "task.no_form": (g) => each(ofKind(g, "userTask").filter((node) => !formOf(node))),
  "task.unknown_form": (g, { forms }) => forms ? each(
    ofKind(g, "userTask").filter((node) => formOf(node) && !names(forms).has(formOf(node))),
    (node) => ({ form: formOf(node) }),
  ) : [],
  "operation.unknown": (g, offers) => offers.operations ? each(
    ofKind(g, "serviceTask").filter((node) => !known(offers, node)),
    (node) => ({ operation: operator(node)?.id ?? "" }),
  ) : [],
  "operation.parameters": (g, offers) => offers.operations ? each(
    ofKind(g, "serviceTask").filter((node) => known(offers, node) && wrong(wrongParameters(offers, node))),
    (node) => wrongParameters(offers, node),
  ) : [],
  "decision.unknown": (g, { decisions }) => decisions ? each(
    ofKind(g, "businessRuleTask").filter((node) => !names(decisions).has(decisionOf(node))),
    (node) => ({ decision: decisionOf(node) }),
  ) : [],
  "call.unknown": (g, { processes }) => processes ? each(
    ofKind(g, "callActivity").filter((node) => !names(processes).has(node.calledElement) && !g.processes.some((one) => one.id === node.calledElement)),
    (node) => ({ called: node.calledElement ?? "" }),
  ) : [],
  "call.itself": (g) => each(ofKind(g, "callActivity").filter((node) => node.calledElement && node.calledElement === g.process.get(node)?.id)),
  "event.empty": (g) => each(silent(g)),
  "event.refused": (g) => each(misplaced(g), (node) => ({ kind: eventKind(node) })),
  "error.interrupts": (g) => each(waitsFor(g, "error").filter((node) => kind(node) !== "endEvent" && !interrupts(node))),
  "message.empty": (g) => each(waitsFor(g, "message").filter((node) => !nameOf(node, "message"))),
  "signal.empty": (g) => each(waitsFor(g, "signal").filter((node) => !nameOf(node, "signal"))),
  "timer.empty": (g) => each(waitsFor(g, "timer").filter((node) => !TIMES.some((time) => definition(node)[time]?.body?.trim()))),
  "timer.cycle_here": (g) => each(waitsFor(g, "timer").filter((node) => definition(node).timeCycle && !aside(g, node))),
  "conditional.empty": (g) => each(waitsFor(g, "conditional").filter((node) => !definition(node).condition?.body?.trim())),
};
