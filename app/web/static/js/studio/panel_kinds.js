/* What kind of step something is, changed from a list: what the drawing's own menu offers, by keyboard and in words. */

import { is } from "./panel_basics.js";
import { select } from "./panel_fields.js";

const TASKS = ["UserTask", "ServiceTask", "ScriptTask", "BusinessRuleTask", "CallActivity", "SendTask", "ReceiveTask", "ManualTask", "Task"];
const GATEWAYS = ["ExclusiveGateway", "InclusiveGateway", "ParallelGateway", "EventBasedGateway"];
const WAITS = ["Timer", "Message", "Signal", "Conditional"];
const EVENTS = {
  "bpmn:StartEvent": ["", "Timer", "Message", "Signal"],
  "bpmn:IntermediateCatchEvent": [...WAITS, "Link"],
  "bpmn:IntermediateThrowEvent": ["Message", "Signal", "Escalation", "Link"],
  "bpmn:BoundaryEvent": [...WAITS, "Error", "Escalation"],
  "bpmn:EndEvent": ["", "Message", "Signal", "Error", "Escalation", "Terminate"],
};
const ON_EVENT = [...WAITS, "Error", "Escalation"];

/** The first group of a step: its kind, for an event also what it is about; whether it is done several times. */
export function kind(context, element) {
  const fields = [...typed(context, element), ...about(context, element), ...several(context, element)];
  return { key: "kind", title: context.say.kind_group, fields };
}

function typed(context, element) {
  const family = [TASKS, GATEWAYS].find((one) => one.includes(named(element)));
  if (!family) return [];
  const { say } = context;
  const options = family.map((one) => ({ value: one, title: say.kinds[one] }));
  return [select({ key: "kind", label: say.kind, value: named(element), options, onKeep: (type) => replace(context, element, { type: `bpmn:${type}` }) })];
}

const named = (element) => element.type.replace("bpmn:", "");

function about(context, element) {
  const known = onEvent(element) ? ON_EVENT : EVENTS[element.type];
  const definitions = element.businessObject.eventDefinitions ?? [];
  if (!known || definitions.length > 1) return [];
  const { say } = context;
  const now = definitions[0]?.$type.replace(/^bpmn:|EventDefinition$/g, "") ?? "";
  const options = [...new Set([...known, now])].map((one) => ({ value: one, title: say.about[one] ?? one }));
  return [select({ key: "about", label: say.about_label, value: now, options, onKeep: (one) => replace(context, element, target(element, one)) })];
}

const onEvent = (element) => is(element, "bpmn:StartEvent") && element.businessObject.$parent?.triggeredByEvent;

function target(element, one) {
  const named = element.businessObject;
  const made = { type: element.type };
  if (one) made.eventDefinitionType = `bpmn:${one}EventDefinition`;
  if (one === "Timer" || one === "Message" || one === "Signal" || one === "Conditional" || one === "Escalation") {
    if (element.type === "bpmn:BoundaryEvent") made.cancelActivity = named.cancelActivity !== false;
    if (onEvent(element)) made.isInterrupting = named.isInterrupting !== false;
  }
  return made;
}

/** The same step as another kind: its words stay, and its id (see `Model`). */
function replace({ modeler }, element, made) {
  const changed = modeler.get("bpmnReplace").replaceElement(element, made);
  modeler.get("selection").select(changed);
}

const LOOPS = {
  once: null,
  sequential: { type: "bpmn:MultiInstanceLoopCharacteristics", isSequential: true },
  parallel: { type: "bpmn:MultiInstanceLoopCharacteristics", isSequential: false },
  loop: { type: "bpmn:StandardLoopCharacteristics" },
};

function several({ model, say }, element) {
  if (!is(element, "bpmn:Activity") || element.businessObject.triggeredByEvent) return [];
  const loop = element.businessObject.loopCharacteristics;
  const now = !loop ? "once" : loop.$type === "bpmn:StandardLoopCharacteristics" ? "loop" : loop.isSequential ? "sequential" : "parallel";
  const options = Object.keys(LOOPS).map((one) => ({ value: one, title: say.loops[one] }));
  return [select({ key: "loop", label: say.how_often, value: now, options, onKeep: (one) => repeat(model, element, loop, LOOPS[one]) })];
}

/** One by one or all at once: what was said of the list stays. */
function repeat(model, element, loop, wanted) {
  if (wanted && loop?.$type === wanted.type) return model.setIn(element, loop, { isSequential: wanted.isSequential });
  const { type, ...properties } = wanted ?? {};
  return model.set(element, { loopCharacteristics: type ? model.make(type, properties, element.businessObject) : undefined });
}
