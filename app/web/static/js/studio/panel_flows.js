/* Ways out of a gateway: which one is taken when nothing else holds, and the conditions of the others. */

import { make } from "./page.js";
import { is } from "./panel_basics.js";
import { expression as asText, parsed, needsValue, OPERATORS } from "./panel_conditions.js";
import { expression, nameOptions, names } from "./panel_expression.js";
import { button, checkbox, fieldset, note, select, text } from "./panel_fields.js";

const CHOOSING = ["bpmn:ExclusiveGateway", "bpmn:InclusiveGateway"];

/** A gateway's ways out. */
export function gateway(context, element) {
  if (!is(element, ...CHOOSING)) return null;
  const { say } = context;
  const flows = element.outgoing.filter((flow) => flow.type === "bpmn:SequenceFlow");
  if (flows.length < 2) return { key: "gateway", title: say.ways, fields: [note(say.one_way)] };
  return { key: "gateway", title: say.ways, fields: [defaultField(context, element, flows), ...flows.map((flow) => way(context, element, flow))] };
}

const called = (flow) => [flow.businessObject.name, flow.target.businessObject.name || flow.target.id].filter(Boolean).join(" → ");

function defaultField({ model, say }, element, flows) {
  const options = flows.map((flow) => ({ value: flow.id, title: called(flow) }));
  return select({
    key: "default", label: say.default, hint: say.default_hint, value: element.businessObject.default?.id ?? "", options, empty: say.choose,
    onKeep: (id) => setDefault(model, element, flows.find((flow) => flow.id === id)),
  });
}

/** The usual way has no condition: what it had is taken away with the same step. */
function setDefault(model, gateway, flow) {
  model.together(() => {
    if (flow?.businessObject.conditionExpression) model.set(flow, { conditionExpression: undefined });
    model.set(gateway, { default: flow?.businessObject ?? undefined });
  });
}

function way(context, gateway, flow) {
  if (gateway.businessObject.default === flow.businessObject) return make("div", {});
  return fieldset(context.say.when.replace("{way}", called(flow)), ...condition(context, flow));
}

/** A way that was selected itself. */
export function flow(context, element) {
  if (!is(element, "bpmn:SequenceFlow")) return null;
  const { model, say } = context;
  if (!is(element.source, ...CHOOSING)) return null;
  const isDefault = element.source.businessObject.default === element.businessObject;
  const usual = checkbox({
    key: "is-default", label: say.is_default, hint: say.default_hint, checked: isDefault,
    onKeep: (checked) => setDefault(model, element.source, checked ? element : null),
  });
  return { key: "flow", title: say.condition, fields: isDefault ? [usual] : [usual, ...condition(context, element)] };
}

/** Rows where the condition is a list of comparisons, a text where it is more, or where one wants to write. */
function condition(context, flow) {
  const { say } = context;
  const now = flow.businessObject.conditionExpression?.body ?? "";
  const key = `condition-${flow.id}`;
  const found = context.drafts.get(key) ?? parsed(now);
  const free = !found || context.modes.get(key) === "free";
  const swap = (mode) => button({ key: `${key}-mode`, label: mode === "free" ? say.as_expression : say.as_rows, onPress: () => {
    context.modes.set(key, mode);
    context.drafts.delete(key);
    context.redraw();
  } });
  if (free) {
    const after = found ? swap("rows") : make("p", { className: "hint" }, say.too_rich);
    return [expression(context, { key, label: say.condition, value: now, onKeep: (said) => keep(context, flow, said), after })];
  }
  return [...rows(context, flow, key, found.rows.length ? found : { all: true, rows: [{ name: "", operator: "yes", values: [] }] }), swap("free")];
}

function keep({ model }, flow, said) {
  model.set(flow, { conditionExpression: model.formal(said, flow.businessObject) });
}

function rows(context, flow, key, list) {
  const { say } = context;
  const change = (next, quiet = false) => {
    context.drafts.set(key, next);
    context.quietly(() => keep(context, flow, asText(next)));
    if (!quiet) context.redraw();
  };
  const replaced = (at, row) => ({ ...list, rows: list.rows.map((one, index) => (index === at ? row : one)) });
  const fields = list.rows.map((row, at) => rowOf(context, `${key}-${at}`, row, (next, quiet) => {
    Object.assign(list, replaced(at, next));
    change({ ...list }, quiet);
  }, list.rows.length > 1 && (() => change({ ...list, rows: list.rows.filter((_, index) => index !== at) }))));
  if (list.rows.length > 1) fields.unshift(joiner(say, key, list, change));
  const more = button({ key: `${key}-more`, label: say.add_row, onPress: () => change({ ...list, rows: [...list.rows, { name: "", operator: "yes", values: [] }] }) });
  return [...fields, make("p", {}, more)];
}

function joiner(say, key, list, change) {
  const options = [{ value: "all", title: say.all_rows }, { value: "any", title: say.any_row }];
  return select({ key: `${key}-all`, label: say.joined, value: list.all ? "all" : "any", options, onKeep: (said) => change({ ...list, all: said === "all" }) });
}

function rowOf(context, key, row, change, remove) {
  const { say } = context;
  const known = names(context).find((one) => one.name === row.name);
  const kind = known?.type ?? "any";
  const operators = OPERATORS[kind] ?? OPERATORS.any;
  const options = [...new Set([...operators, row.operator])].map((one) => ({ value: one, title: say.operators[one] }));
  const first = (name) => OPERATORS[names(context).find((one) => one.name === name)?.type ?? "any"][0];
  const parts = [
    select({ key: `${key}-name`, label: say.what, value: row.name, options: nameOptions(context), empty: say.choose, gone: say.not_offered, onKeep: (name) => change({ name, operator: first(name), values: [], kind: kindOf(name, context) }) }),
    select({ key: `${key}-operator`, label: say.comparison, value: row.operator, options, onKeep: (operator) => change({ ...row, operator }) }),
  ];
  if (needsValue(row.operator)) parts.push(...values(context, key, row, known, change));
  if (remove) parts.push(make("p", {}, button({ key: `${key}-remove`, label: say.remove_row, onPress: remove })));
  return make("div", { className: "properties-row" }, ...parts);
}

const kindOf = (name, context) => (names(context).find((one) => one.name === name)?.type === "number" ? "number" : "text");

function values(context, key, row, known, change) {
  const { say } = context;
  const choices = (known?.choices ?? []).map(({ value, title }) => ({ value, title }));
  const kind = row.kind ?? kindOf(row.name, context);
  if (row.operator === "in" && choices.length) return [several(say, key, row, choices, change)];
  if (choices.length) return [select({ key: `${key}-value`, label: say.value, value: row.values[0] ?? "", options: choices, empty: say.choose, gone: say.not_offered, onKeep: (said) => change({ ...row, values: [said], kind: "text" }) })];
  const split = (said) => (row.operator === "in" ? said.split(";").map((one) => one.trim()).filter(Boolean) : [said.trim()]);
  const hint = row.operator === "in" ? say.several_values : known?.type === "date" ? say.date_value : "";
  return [text({ key: `${key}-value`, label: say.value, hint, value: row.values.join("; "), onKeep: (said) => change({ ...row, values: split(said), kind: kind === "any" ? "text" : kind }, true) })];
}

function several(say, key, row, choices, change) {
  const boxes = choices.map(({ value, title }) => checkbox({
    key: `${key}-${value}`, label: title, checked: row.values.includes(value),
    onKeep: (checked) => change({ ...row, kind: "text", values: choices.map((one) => one.value).filter((one) => (one === value ? checked : row.values.includes(one))) }),
  }));
  return fieldset(say.value, ...boxes);
}
