/* What every element has: its names, the citizen's words, who does it. */

import { checkbox, note, select, text, told } from "./panel_fields.js";

const SEEN = ["bpmn:Activity", "bpmn:Event"];
const AUTOMATIC = ["bpmn:ScriptTask", "bpmn:BusinessRuleTask", "bpmn:StartEvent", "bpmn:EndEvent", "bpmn:ThrowEvent"];
const BY_PEOPLE = ["bpmn:UserTask", "bpmn:ManualTask"];

export const is = (element, ...types) => types.some((type) => element.businessObject.$instanceOf(type));

/** What it is called. */
export function general(context, element) {
  const { model, say } = context;
  const named = element.businessObject;
  const keep = (name) => (value) => context.quietly(() => model.set(element, { [name]: value }));
  const name = named.$instanceOf("bpmn:TextAnnotation") ? "text" : "name";
  const fields = name in named.$descriptor.propertiesByName ? [text({ key: "name", label: say.name, value: named[name], onKeep: keep(name) })] : [];
  fields.push(
    text({ key: "name_en", label: say.name_en, hint: say.name_en_hint, value: named.get("cityhall:name_en"), onKeep: keep("cityhall:name_en") }),
    ...(is(element, "bpmn:Process", "bpmn:Participant") ? executable(context, element) : []),
  );
  return { key: "general", title: say.general, fields };
}

/** What colleagues read in the file, and the id that everything else refers to. */
export function aside(context, element) {
  const { say } = context;
  const named = element.businessObject;
  const fields = [
    text({ key: "note", label: say.note, hint: say.note_hint, rows: 2, value: noteOf(named), onKeep: keepNote(context, element) }),
    told(say.id, code(named.id)),
  ];
  return { key: "aside", title: say.aside, open: false, fields };
}

const code = (id) => Object.assign(document.createElement("code"), { textContent: id });
const noteOf = (named) => named.documentation?.[0]?.text ?? "";

function keepNote({ model, quietly }, element) {
  return (value) => quietly(() => {
    const made = value ? [model.make("bpmn:Documentation", { text: value }, element.businessObject)] : undefined;
    model.set(element, { documentation: made });
  });
}

function executable({ model, say }, element) {
  const process = element.businessObject.processRef ?? element.businessObject;
  if (!process.$instanceOf("bpmn:Process")) return [];
  const keep = (checked) => model.setIn(element, process, { isExecutable: checked });
  return [checkbox({ key: "executable", label: say.executable, hint: say.executable_hint, checked: process.isExecutable, onKeep: keep })];
}

/** What the applicant reads while the request stands here. */
export function citizen(context, element) {
  if (!is(element, ...SEEN)) return null;
  const { model, offers, say } = context;
  const step = element.businessObject;
  const keep = (name) => (value) => context.quietly(() => model.set(element, { [`cityhall:${name}`]: value }));
  const statuses = offers.statuses.map(({ name, title }) => ({ value: name, title }));
  return {
    key: "citizen",
    title: say.citizen,
    open: !is(element, ...AUTOMATIC),
    fields: [
      text({ key: "label", label: say.label, hint: say.label_hint, value: step.get("cityhall:label"), onKeep: keep("label") }),
      text({ key: "label_en", label: say.label_en, value: step.get("cityhall:label_en"), onKeep: keep("label_en") }),
      select({
        key: "status", label: say.status, hint: say.status_hint, value: step.get("cityhall:status"), options: statuses,
        empty: say.no_status, gone: say.not_offered, onKeep: (value) => model.set(element, { "cityhall:status": value }),
      }),
    ],
  };
}

/** Who does what stands in a lane; for a step, also which lane it stands in. */
export function who(context, element) {
  const { say } = context;
  if (is(element, "bpmn:Lane")) return { key: "who", title: say.who, fields: [roleOf(context, element)] };
  if (!is(element, "bpmn:Activity", "bpmn:Event")) return null;
  const lane = laneOf(context, element);
  const fields = lanes(context).length ? [laneField(context, element, lane)] : [note(say.no_lanes)];
  if (lane && (is(element, ...BY_PEOPLE) || element.type === "bpmn:Task")) fields.push(roleOf(context, lane, say.role_of_lane));
  return { key: "who", title: say.who, fields };
}

function roleOf({ model, offers, say }, lane, hint = say.role_hint) {
  const options = offers.roles.map(({ name, title }) => ({ value: name, title: title === name ? name : `${title} (${name})` }));
  return select({
    key: "role", label: say.role, hint, value: lane.businessObject.get("cityhall:role"), options, empty: say.choose,
    gone: say.not_offered, onKeep: (value) => model.set(lane, { "cityhall:role": value }),
  });
}

const lanes = ({ modeler }) => modeler.get("elementRegistry").filter((one) => one.type === "bpmn:Lane" && !one.children.some((c) => c.type === "bpmn:Lane"));

function laneOf(context, element) {
  const host = element.host ?? element;
  for (let one = host; one?.businessObject; one = one.parent) {
    const found = lanes(context).find((lane) => (lane.businessObject.flowNodeRef ?? []).includes(one.businessObject));
    if (found) return found;
  }
  return null;
}

function laneField(context, element, lane) {
  const { say } = context;
  const inside = element.parent?.type === "bpmn:SubProcess" || Boolean(element.host);
  if (inside) return told(say.lane, lane?.businessObject.name || say.no_lane);
  const options = lanes(context).map((one) => ({ value: one.id, title: one.businessObject.name || one.id }));
  return select({
    key: "lane", label: say.lane, hint: say.lane_hint, value: lane?.id ?? "", options, empty: lane ? undefined : say.choose,
    onKeep: (id) => move(context, element, context.modeler.get("elementRegistry").get(id)),
  });
}

/** Into another lane: straight up or down, to its middle, with its boundary events. */
function move({ modeler }, element, lane) {
  if (!lane) return;
  let pool = lane.parent;
  while (pool.type === "bpmn:Lane") pool = pool.parent;
  const delta = { x: 0, y: Math.round(lane.y + lane.height / 2 - (element.y + element.height / 2)) };
  modeler.get("modeling").moveElements([element], delta, pool);
}
