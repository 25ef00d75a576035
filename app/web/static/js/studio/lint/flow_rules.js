/* Rules of ways: what leads nowhere, what has no condition, what is reached by nothing.
 *
 * Keys and meaning are those of the server (app/engine/checking), so that both lists are one. Each rule
 * yields [element, facts]. */

import { isEvent, isGateway, kind, onEvent } from "./graph.js";

const FREE = new Set(["endEvent", "eventBasedGateway", "parallelGateway"]);
const CHOOSING = new Set(["exclusiveGateway", "inclusiveGateway"]);
const WAITS = new Set(["intermediateCatchEvent", "receiveTask"]);
const HEARD = new Set(["timer", "message", "signal"]);
const REFUSED = new Set(["complexGateway", "adHocSubProcess", "transaction"]);
const FORBIDDEN = new Set(["Start", "End", "Root", "StartEventSplit", "StartEventJoin"]);

const leaving = (graph, node) => graph.leaving.get(node) ?? [];
const entering = (graph, node) => graph.entering.get(node) ?? [];
const attached = (graph, node) => graph.nodes.filter((one) => one.attachedToRef === node);
const condition = (flow) => flow.conditionExpression?.body;
const each = (items, facts = () => ({})) => items.map((one) => [one, facts(one)]);

export const eventKind = (node) => {
  const [first, ...more] = node.eventDefinitions ?? [];
  if (!first) return kind(node) === "sendTask" || kind(node) === "receiveTask" ? "message" : "";
  return more.length ? "several" : first.$type.slice(5).replace("EventDefinition", "").toLowerCase();
};

function choosing(graph) {
  const splits = (node) => leaving(graph, node).length > 1 || leaving(graph, node).some(condition);
  return graph.nodes.filter((node) => isGateway(node) && !FREE.has(kind(node)) && splits(node));
}

function deadEnds(graph) {
  const ends = (node) => kind(node) === "endEvent" || onEvent(node)
    || (kind(node) === "intermediateThrowEvent" && eventKind(node) === "link");
  return graph.nodes.filter((node) => !ends(node) && !leaving(graph, node).length);
}

function unreachable(graph) {
  const todo = graph.nodes.filter((node) => kind(node) === "startEvent" || onEvent(node));
  const reached = new Set(todo);
  while (todo.length) {
    const node = todo.pop();
    for (const next of following(graph, node).filter((one) => one && !reached.has(one))) {
      reached.add(next);
      todo.push(next);
    }
  }
  return graph.nodes.filter((node) => !reached.has(node));
}

function following(graph, node) {
  return [...leaving(graph, node).map((flow) => flow.targetRef), ...attached(graph, node), ...linked(graph, node)];
}

const linkName = (node) => (eventKind(node) === "link" ? node.eventDefinitions[0].name ?? "" : null);

export function linked(graph, node) {
  if (kind(node) !== "intermediateThrowEvent" || linkName(node) === null) return [];
  const catches = (one) => kind(one) === "intermediateCatchEvent" && linkName(one) === linkName(node);
  return graph.nodes.filter((one) => catches(one) && graph.scope.get(one) === graph.scope.get(node));
}

function scopes(graph) {
  return [...graph.processes, ...graph.nodes.filter((node) => kind(node) === "subProcess")];
}

const inside = (graph, scope, what) => graph.nodes.filter((node) => graph.scope.get(node) === scope && kind(node) === what);

function afterEventGateway(graph) {
  const gateways = graph.nodes.filter((node) => kind(node) === "eventBasedGateway");
  return gateways.flatMap((gateway) => leaving(graph, gateway).map((flow) => flow.targetRef)).filter(Boolean);
}

const waits = (graph, node) => WAITS.has(kind(node)) && HEARD.has(eventKind(node)) && !attached(graph, node).length;

function loose(graph, flow) {
  return !graph.nodes.includes(flow.sourceRef) || !graph.nodes.includes(flow.targetRef);
}

export const FLOW_RULES = {
  "id.forbidden": (g) => each(g.nodes.filter((node) => FORBIDDEN.has(node.id) || node.id?.includes("."))),
  "kind.refused": (g) => each([...g.nodes.filter((node) => REFUSED.has(kind(node))), ...g.stores], (one) => ({ kind: kind(one) })),
  "process.not_executable": (g) => each(g.processes.filter((one) => one.isExecutable === false)),
  "process.one_start": (g) => scopes(g).map((one) => [one, { found: inside(g, one, "startEvent").length }]).filter(([, { found }]) => found !== 1),
  "process.no_end": (g) => each(scopes(g).filter((one) => !inside(g, one, "endEvent").length)),
  "element.dead_end": (g) => each(deadEnds(g)),
  "element.unreachable": (g) => each(unreachable(g)),
  "element.not_drawn": (g) => each(g.nodes.filter((node) => !g.drawn.has(node))),
  "element.two_exits": (g) => each(
    g.nodes.filter((node) => !isGateway(node) && !onEvent(node) && leaving(g, node).length > 1),
    (node) => ({ found: leaving(g, node).length }),
  ),
  "element.unnamed": (g) => each(g.nodes.filter((node) => !node.name?.trim() && !(isGateway(node) && leaving(g, node).length < 2)
    && kind(node) !== "parallelGateway" && kind(node) !== "eventBasedGateway")),
  "event_sub_process.stands_alone": (g) => each(g.nodes.filter((node) => onEvent(node)
    && (leaving(g, node).length || entering(g, node).length || attached(g, node).length))),
  "gateway.no_default": (g) => each(choosing(g).filter((node) => !leaving(g, node).includes(node.default))),
  "gateway.not_event": (g) => each(afterEventGateway(g).filter((node) => !waits(g, node))),
  "gateway.shared_event": (g) => each(afterEventGateway(g).filter((node) => entering(g, node).length > 1)),
  "flow.no_condition": (g) => each(choosing(g).flatMap((node) => leaving(g, node).filter((flow) => flow !== node.default && !condition(flow)))),
  "flow.condition_ignored": (g) => each(g.flows.filter((flow) => condition(flow) && !(flow.sourceRef && CHOOSING.has(kind(flow.sourceRef))))),
  "flow.condition_on_default": (g) => each(g.flows.filter((flow) => condition(flow) && flow.sourceRef?.default === flow && CHOOSING.has(kind(flow.sourceRef)))),
  "flow.loose": (g) => each(g.flows.filter((flow) => loose(g, flow))),
  "boundary.nowhere": (g) => each(
    g.nodes.filter((node) => kind(node) === "boundaryEvent" && (!node.attachedToRef || isGateway(node.attachedToRef)
      || isEvent(node.attachedToRef) || g.scope.get(node.attachedToRef) !== g.scope.get(node))),
    (node) => ({ on: node.attachedToRef?.id ?? "" }),
  ),
  "link.alone": (g) => each(
    g.nodes.filter((node) => kind(node) === "intermediateThrowEvent" && eventKind(node) === "link" && linked(g, node).length !== 1),
    (node) => ({ link: linkName(node) }),
  ),
};
