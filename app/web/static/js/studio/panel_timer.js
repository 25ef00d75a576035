/* A timer, in words: after so long, as a setting says, on a day, at a moment of the case, again and again. */

import { expression, nameOptions } from "./panel_expression.js";
import { select, text } from "./panel_fields.js";
import { length, read, units, written } from "./panel_times.js";

const KINDS = ["timeDate", "timeDuration", "timeCycle"];

export function timer(context, element, definition) {
  const { say } = context;
  const kind = KINDS.find((one) => definition[one]) ?? "timeDuration";
  const stored = read(kind, definition[kind]?.body ?? "");
  const key = `timer-${element.id}`;
  const state = { kind, ...stored, ...context.drafts.get(key) };
  const change = (said, quiet = false) => {
    Object.assign(state, said);
    context.drafts.set(key, { ...state });
    context.quietly(() => keep(context, element, definition, written(state, state.kind)));
    if (!quiet) context.redraw();
  };
  const ways = ["after", "setting", "day", "field", "cycle", "free"].map((way) => ({ value: way, title: say.ways_of_time[way] }));
  return [select({ key: "time-way", label: say.time, value: state.way, options: ways, onKeep: (way) => change({ way }) }), ...parts(context, state, change)];
}

/** Only what is whole is written; until then the timer keeps what it had. */
function keep({ model }, element, definition, { kind, text: said }) {
  if (!said || (definition[kind]?.body === said && KINDS.every((one) => one === kind || !definition[one]))) return;
  const made = Object.fromEntries(KINDS.map((one) => [one, one === kind ? model.formal(said, definition) : undefined]));
  model.setIn(element, definition, made);
}

function parts(context, state, change) {
  const { say } = context;
  if (state.way === "setting") return [setting(context, state, change)];
  if (state.way === "field") return [field(context, state, change)];
  if (state.way === "day") return [day(context, state, change)];
  if (state.way === "free") return [kindField(say, state, change), free(context, state, change)];
  const span = [count(say, state, change), unit(say, state, change)];
  return state.way === "cycle" ? [...span, times(say, state, change)] : span;
}

const count = (say, state, change) => text({ key: "time-count", label: say.how_long, value: state.count, onKeep: (said) => change({ count: said.trim() }, true) });

function unit(say, state, change) {
  const options = units.map((one) => ({ value: one, title: say.units[one] }));
  return select({ key: "time-unit", label: say.unit, value: state.unit ?? "days", options, onKeep: (said) => change({ unit: said }) });
}

const times = (say, state, change) => text({ key: "time-times", label: say.times, hint: say.times_hint, value: state.times, onKeep: (said) => change({ times: said.trim() }, true) });

function setting({ offers, say }, state, change) {
  const spans = offers.settings.filter((one) => length(one.value));
  const options = spans.map((one) => ({ value: `settings.${one.name}`, title: `${one.name}: ${spoken(say, one.value)}` }));
  return select({ key: "time-setting", label: say.setting, hint: say.setting_hint, value: state.name, options, empty: say.choose, gone: say.not_offered, onKeep: (name) => change({ name }) });
}

/** „3 zile” of P3D. */
function spoken(say, iso) {
  const { count: n, unit: one } = length(iso);
  return `${n} ${say.units[one]}`;
}

function field(context, state, change) {
  const { say } = context;
  const options = nameOptions(context, ["date"]);
  return select({ key: "time-field", label: say.moment, hint: say.moment_hint, value: state.name, options, empty: say.choose, gone: say.not_offered, onKeep: (name) => change({ name }) });
}

function day({ say }, state, change) {
  const made = text({ key: "time-day", label: say.day, value: state.day, onKeep: (said) => change({ day: said }, true) });
  made.querySelector("input").type = "date";
  return made;
}

function kindField(say, state, change) {
  const options = KINDS.map((one) => ({ value: one, title: say.time_kinds[one] }));
  return select({ key: "time-kind", label: say.time_kind, value: state.kind, options, onKeep: (kind) => change({ kind }) });
}

const free = (context, state, change) => expression(context, {
  key: "time-free", label: context.say.expression, hint: context.say.time_free_hint, kind: state.kind, value: state.text ?? "", onKeep: (said) => change({ text: said }, true),
});
