/* What an event waits for or throws: a time, a message, a signal, an error, a condition. */

import { is } from "./panel_basics.js";
import { expression, value } from "./panel_expression.js";
import { checkbox, note, select, text } from "./panel_fields.js";
import { timer } from "./panel_timer.js";

const THROWS = ["bpmn:IntermediateThrowEvent", "bpmn:EndEvent", "bpmn:SendTask"];
const ROOTS = {
  "bpmn:SignalEventDefinition": { type: "bpmn:Signal", ref: "signalRef", list: "signals", by: "name" },
  "bpmn:ErrorEventDefinition": { type: "bpmn:Error", ref: "errorRef", list: "errors", by: "errorCode" },
  "bpmn:EscalationEventDefinition": { type: "bpmn:Escalation", ref: "escalationRef", list: "escalations", by: "escalationCode" },
};

/** The event's own group. */
export function event(context, element) {
  const { say } = context;
  if (is(element, "bpmn:SendTask", "bpmn:ReceiveTask")) return { key: "event", title: say.message_group, fields: message(context, element, element.businessObject) };
  if (!is(element, "bpmn:Event")) return null;
  const definition = element.businessObject.eventDefinitions?.[0];
  const fields = [...interrupting(context, element), ...(definition ? defined(context, element, definition) : nothing(context, element))];
  return fields.length ? { key: "event", title: say.event_group, fields } : null;
}

function nothing({ say }, element) {
  return is(element, "bpmn:StartEvent", "bpmn:EndEvent") ? [] : [note(say.says_nothing)];
}

function interrupting({ model, say }, element) {
  const inEvent = is(element, "bpmn:StartEvent") && element.businessObject.$parent?.triggeredByEvent;
  if (!is(element, "bpmn:BoundaryEvent") && !inEvent) return [];
  const name = inEvent ? "isInterrupting" : "cancelActivity";
  const keep = (checked) => model.set(element, { [name]: checked });
  return [checkbox({ key: "interrupts", label: say.interrupts, hint: say.interrupts_hint, checked: element.businessObject[name] !== false, onKeep: keep })];
}

function defined(context, element, definition) {
  const { model, say } = context;
  const kind = definition.$type;
  if (kind === "bpmn:TimerEventDefinition") return timer(context, element, definition);
  if (kind === "bpmn:MessageEventDefinition") return message(context, element, definition);
  if (kind in ROOTS) return [root(context, element, definition, ROOTS[kind])];
  if (kind === "bpmn:ConditionalEventDefinition") {
    const keep = (said) => model.setIn(element, definition, { condition: model.formal(said, definition) });
    return [expression(context, { key: "when", label: say.condition, hint: say.condition_event_hint, value: definition.condition?.body ?? "", onKeep: keep })];
  }
  if (kind === "bpmn:LinkEventDefinition") {
    const keep = (said) => context.quietly(() => model.setIn(element, definition, { name: said.trim() }));
    return [text({ key: "link", label: say.link, hint: say.link_hint, value: definition.name, onKeep: keep })];
  }
  return [];
}

/** Which message, what comes with it or under which name it is kept, and which case or thing it is about. */
function message(context, element, holder) {
  const { model, say } = context;
  const sends = is(element, ...THROWS);
  const keepText = (type) => (said) => context.quietly(() => setMessageText(model, element, holder, type, said.trim()));
  const payload = () => expression(context, {
    key: "payload", label: say.payload, hint: say.payload_hint, value: messageText(model, holder, "MessagePayload"),
    onKeep: (said) => setMessageText(model, element, holder, "MessagePayload", said),
  });
  const variable = () => text({
    key: "variable", label: say.variable, hint: say.variable_hint, mono: true, value: messageText(model, holder, "MessageVariable"), onKeep: keepText("MessageVariable"),
  });
  return [
    ...picked(context, element, holder),
    sends ? payload() : variable(),
    value(context, {
      key: "correlation", label: say.correlation, hint: say.correlation_hint, type: "expression",
      value: element.businessObject.get("cityhall:correlation") ?? "", onKeep: (said) => model.set(element, { "cityhall:correlation": said }),
    }),
  ];
}

/** Some drawing programs write it at the message itself. */
function messageText(model, holder, kind) {
  const type = `spiffworkflow:${kind}`;
  return model.extensionText(holder, type) || (holder.messageRef ? model.extensionText(holder.messageRef, type) : "");
}

function setMessageText(model, element, holder, kind, said) {
  const type = `spiffworkflow:${kind}`;
  const there = !model.extension(holder, type) && holder.messageRef && model.extension(holder.messageRef, type);
  model.setExtensionText(element, there ? holder.messageRef : holder, type, said);
}

function picked(context, element, holder) {
  const { model, offers, say } = context;
  const known = new Map(offers.messages.map((one) => [one.name, one]));
  for (const { name } of model.roots("bpmn:Message")) if (name && !known.has(name)) known.set(name, { name, title: name, help: say.in_this_file });
  const now = holder.messageRef?.name ?? "";
  const set = (name) => model.together(() => {
    const made = name ? model.root(element, "bpmn:Message", { name }, `message_${name}`) : undefined;
    model.setIn(element, holder, { messageRef: made });
  });
  const options = [...known.values()].map(({ name, title }) => ({ value: name, title: title === name ? name : `${title} (${name})` }));
  return created(context, { key: "message", label: say.message, hint: known.get(now)?.help, now, options, set, another: say.new_message });
}

function root(context, element, definition, { type, ref, list, by }) {
  const { model, offers, say } = context;
  const names = new Set([...(offers[list] ?? []).map((one) => one.name), ...model.roots(type).map((one) => one[by]).filter(Boolean)]);
  const now = definition[ref]?.[by] ?? "";
  const word = type.replace("bpmn:", "").toLowerCase();
  const set = (name) => model.together(() => {
    const properties = by === "name" ? { name } : { name, [by]: name };
    const made = name ? model.root(element, type, { [by]: name }, `${word}_${name}`) : undefined;
    if (made && !made.name) model.setIn(element, made, properties);
    model.setIn(element, definition, { [ref]: made });
  });
  const options = [...names].map((name) => ({ value: name, title: name }));
  const fields = created(context, { key: word, label: say[word], hint: say[`${word}_hint`], now, options, set, another: say[`new_${word}`] });
  const box = document.createElement("div");
  box.append(...fields);
  return box;
}

const OTHER = "\u0000";

/** Chosen from what exists, or written anew. */
function created(context, { key, label, hint, now, options, set, another }) {
  const { say } = context;
  const writing = context.modes.get(key) === "new";
  const choose = (said) => {
    context.modes.set(key, said === OTHER ? "new" : "known");
    if (said === OTHER) context.redraw();
    else set(said);
  };
  const list = select({ key, label, hint, value: writing ? OTHER : now, options: [...options, { value: OTHER, title: another }], empty: say.choose, onKeep: choose });
  if (!writing) return [list];
  const keep = (said) => {
    const name = said.trim();
    if (!name) return;
    context.modes.set(key, "known");
    set(name);
  };
  return [list, text({ key: `${key}-new`, label: say.its_name, hint: say.its_name_hint, mono: true, value: "", onKeep: keep })];
}
