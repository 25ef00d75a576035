/* A diagram as the rules look at it: elements, flows, lanes, what stands in what. Built once for each look. */

export const kind = (node) => lowered(node.$type.replace("bpmn:", ""));
export const isGateway = (node) => kind(node).endsWith("Gateway");
export const isEvent = (node) => kind(node).endsWith("Event");
export const onEvent = (node) => kind(node) === "subProcess" && node.triggeredByEvent === true;
const lowered = (name) => name.charAt(0).toLowerCase() + name.slice(1);

const cache = new WeakMap();

/** The rules of one look share a graph; it is forgotten right after, since the model changes in place. */
export function graph(definitions) {
  if (!cache.has(definitions)) {
    cache.set(definitions, read(definitions));
    queueMicrotask(() => cache.delete(definitions));
  }
  return cache.get(definitions);
}

function read(definitions) {
  const found = {
    processes: [], nodes: [], flows: [], stores: [], leaving: new Map(), entering: new Map(),
    scope: new Map(), process: new Map(), roles: new Map(), drawn: drawn(definitions), byId: new Map(),
  };
  for (const root of definitions.rootElements ?? []) {
    if (root.$type !== "bpmn:Process") continue;
    found.processes.push(root);
    readScope(found, root, root);
    readLanes(found, root);
  }
  for (const flow of found.flows) {
    add(found.leaving, flow.sourceRef, flow);
    add(found.entering, flow.targetRef, flow);
  }
  return found;
}

function readScope(found, scope, process) {
  for (const one of scope.flowElements ?? []) {
    if (one.$instanceOf("bpmn:SequenceFlow")) found.flows.push(one);
    else if (one.$instanceOf("bpmn:DataStoreReference")) found.stores.push(one);
    if (!one.$instanceOf("bpmn:FlowNode")) continue;
    found.nodes.push(one);
    found.byId.set(one.id, one);
    found.scope.set(one, scope);
    found.process.set(one, process);
    if (one.flowElements) readScope(found, one, process);
  }
}

/** The role of whoever stands in a lane; what a sub-process holds stands where the sub-process does. */
function readLanes(found, process) {
  const given = new Map();
  const look = (set) => {
    for (const lane of set?.lanes ?? []) {
      const role = lane.get("cityhall:role");
      for (const node of lane.flowNodeRef ?? []) given.set(node, role);
      look(lane.childLaneSet);
    }
  };
  (process.laneSets ?? []).forEach(look);
  for (const node of found.nodes.filter((one) => found.process.get(one) === process)) {
    found.roles.set(node, roleOf(found, given, node));
  }
}

function roleOf(found, given, node) {
  for (let one = node; one && one.$instanceOf("bpmn:FlowNode"); one = found.scope.get(one)) {
    const there = given.has(one.attachedToRef) ? one.attachedToRef : one;
    if (given.has(there)) return given.get(there);
  }
  return undefined;
}

function drawn(definitions) {
  const shapes = (definitions.diagrams ?? []).flatMap((diagram) => diagram.plane?.planeElement ?? []);
  return new Set(shapes.map((shape) => shape.bpmnElement));
}

function add(map, key, value) {
  if (key) map.set(key, [...(map.get(key) ?? []), value]);
}

/** The first extension element of this type, or undefined. */
export const extension = (node, type) => node.extensionElements?.values?.find((one) => one.$type === type);

/** The name of a user task's form, without its ending. */
export function formOf(node) {
  const said = extension(node, "spiffworkflow:Properties")?.properties ?? [];
  const file = said.find((one) => one.name === "formJsonSchemaFilename")?.value;
  return file?.replace(/\.schema\.json$/, "") ?? "";
}
