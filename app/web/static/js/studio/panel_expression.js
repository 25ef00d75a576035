/* Values that a diagram computes: chosen from a list, written plainly, or as an expression that the sandbox checks. */

import { ask, later, make } from "./page.js";
import { button, field, keeping, select, text } from "./panel_fields.js";
import { isName, literal, written } from "./panel_literals.js";

const CHECK = 500;
const PLAIN = { text: "text", choice: "text", date: "text", number: "number", yes_no: "yes_no" };

/** The names one may use, by where they come from, as options of a select. */
export function nameOptions(context, kinds = null) {
  const groups = new Map();
  for (const one of names(context)) {
    if (kinds && !kinds.includes(one.type) && one.type !== "any") continue;
    const options = groups.get(one.group) ?? groups.set(one.group, []).get(one.group);
    options.push({ value: one.name, title: one.title === one.name ? one.name : `${one.title} (${one.name})` });
  }
  return [...groups].map(([group, options]) => ({ group, options }));
}

/** What the draft offers, and what this diagram has come to leave since. */
export function names({ offers, model, modeler, say }) {
  const known = new Map((offers.names ?? []).map((one) => [one.name, one]));
  for (const { businessObject: step } of modeler.get("elementRegistry").filter((one) => one.businessObject)) {
    const result = model.operator(step)?.resultVariable;
    const gives = (offers.operations ?? []).find((one) => one.name === model.operator(step)?.id)?.gives ?? [];
    const left = result ? (gives.length ? gives.map((part) => [`${result}.${part.name}`, part.title]) : [[result, ""]]) : [];
    for (const [name, title] of left) {
      if (!known.has(name)) known.set(name, { name, type: "any", group: say.of_steps, title: [step.name, title].filter(Boolean).join(": ") || name, choices: [] });
    }
  }
  return [...known.values()];
}

/** A text of the expression language: checked as one writes, with a list of names to put in. */
export function expression(context, { key, label, hint, value = "", kind = "expression", rows = 2, onKeep, after = null }) {
  const { say } = context;
  const verdict = make("p", { className: "properties-verdict", role: "status" });
  const control = make("textarea", { className: "input mono", rows, value, spellcheck: false, autocapitalize: "none" });
  control.dataset.key = key;
  const check = checking(context, kind, verdict, control);
  control.addEventListener("input", later(check, CHECK));
  keeping(control, (said) => context.quietly(() => onKeep(said.trim())));
  if (value) check();
  return field({ label, hint, control, after: make("div", {}, verdict, inserting(context, key, control), after) });
}

function checking({ offers, say }, kind, verdict, control) {
  return async () => {
    const asked = control.value.trim();
    if (!asked) return tell(verdict, control, "", true);
    if (!offers.check) return;
    const headers = { "Content-Type": "application/json" };
    const { ok, told } = await ask(offers.check, { method: "POST", headers, body: JSON.stringify({ kind, text: asked }) });
    if (ok && control.value.trim() === asked) tell(verdict, control, told.ok ? say.accepted : `${say.refused} ${told.reason}`, told.ok);
  };
}

function tell(verdict, control, words, good) {
  verdict.textContent = words;
  verdict.dataset.good = good ? "yes" : "no";
  control.setAttribute("aria-invalid", String(!good));
}

/** Names are put where the cursor stood. */
function inserting(context, key, control) {
  const { say } = context;
  return select({
    key: `${key}-insert`, label: say.insert_name, options: nameOptions(context), empty: say.choose, value: "",
    onKeep: (name) => {
      if (!name) return;
      control.setRangeText(name, control.selectionStart, control.selectionEnd, "end");
      control.dispatchEvent(new Event("input"));
      control.focus();
    },
  });
}

/** A typed value: `type` is choice, text, number, yes_no, date or expression. Its other face is the expression. */
export function value(context, said) {
  const { say } = context;
  const mode = context.modes.get(said.key) ?? (isPlain(said) ? "plain" : "free");
  const other = mode === "plain" ? "free" : "plain";
  const swap = button({
    key: `${said.key}-mode`, label: mode === "plain" ? say.as_expression : say.as_value,
    title: `${said.label}: ${mode === "plain" ? say.as_expression : say.as_value}`,
    onPress: () => {
      context.modes.set(said.key, other);
      context.redraw();
    },
  });
  const after = make("p", { className: "properties-mode" }, swap);
  return mode === "plain" ? plain(context, { ...said, after }) : expression(context, { ...said, after });
}

function isPlain({ type, value: text = "" }) {
  if (!text) return true;
  if (type === "expression") return isName(text);
  return literal(text)?.kind === PLAIN[type];
}

function plain(context, { key, label, hint, type, value: now = "", choices = [], onKeep, after }) {
  const { say } = context;
  const common = { key, label, hint, after };
  if (type === "expression") {
    return select({ ...common, value: now, options: nameOptions(context), empty: say.choose, gone: say.not_offered, onKeep });
  }
  const inner = literal(now)?.value ?? "";
  const keep = (said) => onKeep(said === "" ? "" : written(PLAIN[type], said));
  if (type === "choice") {
    const options = choices.map(({ value: one, title }) => ({ value: one, title: title === one ? one : `${title} (${one})` }));
    return select({ ...common, value: inner, options, empty: say.choose, gone: say.not_offered, onKeep: keep });
  }
  if (type === "yes_no") {
    const options = [{ value: "yes", title: say.yes }, { value: "no", title: say.no }];
    return select({ ...common, value: inner, options, empty: say.choose, onKeep: keep });
  }
  return text({ ...common, value: inner, onKeep: (said) => context.quietly(() => keep(said.trim())) });
}


