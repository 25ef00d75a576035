/* What a step does: asks a form, writes a letter, asks the hall for something, computes, decides, calls a diagram. */

import { is } from "./panel_basics.js";
import { link, named, note, select, text, told } from "./panel_fields.js";
import { expression, value } from "./panel_expression.js";

const SCHEMA = ".schema.json";
const UI = ".ui.json";

/** A person's task: form, letter, day, department. */
export function person(context, element) {
  if (!is(element, "bpmn:UserTask")) return null;
  const { model, offers, say } = context;
  const task = element.businessObject;
  const keep = (name) => (said) => model.set(element, { [`cityhall:${name}`]: said });
  return {
    key: "person",
    title: say.person,
    fields: [
      formField(context, element),
      select({
        key: "letter", label: say.letter, hint: say.letter_hint, value: task.get("cityhall:letter"), options: named(offers.letters),
        empty: say.no_letter, gone: say.not_offered, onKeep: keep("letter"), after: link(offers.pages.letters, say.to_letters),
      }),
      value(context, { key: "due", label: say.due, hint: say.due_hint, type: "expression", value: task.get("cityhall:due") ?? "", onKeep: keep("due") }),
      value(context, {
        key: "department", label: say.department, hint: say.department_hint, type: "choice", choices: choices(offers.departments),
        value: task.get("cityhall:department") ?? "", onKeep: keep("department"),
      }),
    ],
  };
}

const choices = (list) => list.map(({ name, title }) => ({ value: name, title }));

function formField({ model, offers, say }, element) {
  const said = model.properties(element.businessObject).formJsonSchemaFilename ?? "";
  return select({
    key: "form", label: say.form, hint: say.form_hint, value: said.replace(SCHEMA, ""), options: named(offers.forms), empty: say.choose,
    gone: say.not_offered, after: link(offers.pages.forms, say.to_forms),
    onKeep: (name) => model.setProperties(element, element.businessObject, {
      formJsonSchemaFilename: name && name + SCHEMA, formUiSchemaFilename: name && name + UI,
    }),
  });
}

/** What a service task asks the hall to do, its parameters by kind, and the name of what comes back. */
export function operation(context, element) {
  if (!is(element, "bpmn:ServiceTask")) return null;
  const { model, offers, say } = context;
  const task = element.businessObject;
  const asked = () => ({ id: model.operator(task)?.id ?? "", resultVariable: model.operator(task)?.resultVariable ?? "", parameters: model.parameters(task) });
  const keep = (change) => model.setOperation(element, task, { ...asked(), ...change(asked()) });
  const now = asked();
  const known = offers.operations.find((one) => one.name === now.id);
  const fields = [select({
    key: "operation", label: say.operation, hint: known?.help, value: now.id, options: named(offers.operations, { bare: true }), empty: say.choose,
    gone: say.not_offered, onKeep: (id) => keep(({ parameters }) => ({ id, parameters: fitting(offers, id, parameters) })),
  })];
  if (!known) return { key: "operation", title: say.operation_group, fields };
  fields.push(...known.parameters.map((one) => parameter(context, one, now, keep)), ...strange(context, known, now, keep));
  return { key: "operation", title: say.operation_group, fields: [...fields, result(context, known, now, keep)] };
}

/** Another operation keeps the values of the parameters that both have. */
function fitting(offers, id, before) {
  const asked = offers.operations.find((one) => one.name === id)?.parameters ?? [];
  return Object.fromEntries(asked.filter((one) => before[one.name]).map((one) => [one.name, before[one.name]]));
}

const given = (name, said) => ({ parameters }) => ({ parameters: { ...parameters, [name]: said } });

function parameter(context, one, now, keep) {
  const label = one.required ? one.title : `${one.title} (${context.say.optional})`;
  const { name, type, choices: offered } = one;
  return value(context, {
    key: `parameter-${name}`, label, type, choices: offered, value: now.parameters[name] ?? "", onKeep: (said) => keep(given(name, said)),
  });
}

/** Parameters that the operation does not know: shown, so that they can be taken away. */
function strange(context, known, now, keep) {
  const asked = new Set(known.parameters.map((one) => one.name));
  return Object.keys(now.parameters).filter((name) => !asked.has(name)).map((name) => expression(context, {
    key: `parameter-${name}`, label: `${name} (${context.say.unknown_parameter})`, value: now.parameters[name], onKeep: (said) => keep(given(name, said)),
  }));
}

function result({ say, quietly }, known, now, keep) {
  const gives = known.gives.map((part) => `${now.resultVariable || "…"}.${part.name} – ${part.title}`).join("; ");
  return text({
    key: "result", label: say.result, hint: gives ? `${say.result_hint} ${gives}` : say.result_hint, mono: true, value: now.resultVariable,
    onKeep: (said) => quietly(() => keep(() => ({ resultVariable: said.trim() }))),
  });
}

/** A script: lines `name = expression`. */
export function script(context, element) {
  if (!is(element, "bpmn:ScriptTask")) return null;
  const { model, say } = context;
  const keep = (said) => model.set(element, { script: said });
  const field = expression(context, { key: "script", label: say.script, hint: say.script_hint, kind: "script", rows: 5, value: element.businessObject.script ?? "", onKeep: keep });
  return { key: "script", title: say.script_group, fields: [field] };
}

/** What is computed before and after a step; rarely used, so closed. */
export function around(context, element) {
  if (!is(element, "bpmn:Activity")) return null;
  const { model, say } = context;
  const step = element.businessObject;
  const one = (type, label) => expression(context, {
    key: type, label, kind: "script", rows: 3, value: model.extensionText(step, `spiffworkflow:${type}`),
    onKeep: (said) => model.setExtensionText(element, step, `spiffworkflow:${type}`, said),
  });
  return { key: "around", title: say.around, open: false, fields: [note(say.around_hint), one("PreScript", say.before), one("PostScript", say.after)] };
}

/** The decision that a business rule task asks. */
export function decision(context, element) {
  if (!is(element, "bpmn:BusinessRuleTask")) return null;
  const { model, offers, say } = context;
  const task = element.businessObject;
  const asked = model.extensionText(task, "spiffworkflow:CalledDecisionId");
  const known = offers.decisions.find((one) => one.name === asked);
  const field = select({
    key: "decision", label: say.decision, hint: say.decision_hint, value: asked, options: named(offers.decisions), empty: say.choose, gone: say.not_offered,
    onKeep: (name) => model.setExtensionText(element, task, "spiffworkflow:CalledDecisionId", name), after: link(offers.pages.tables, say.to_tables),
  });
  return { key: "decision", title: say.decision_group, fields: known ? [field, told(say.stands_under, codes(known.result))] : [field] };
}

const codes = (words) => Object.assign(document.createElement("code"), { textContent: words });

/** The diagram that a call activity runs. */
export function called(context, element) {
  if (!is(element, "bpmn:CallActivity")) return null;
  const { model, offers, say } = context;
  const field = select({
    key: "called", label: say.called, hint: say.called_hint, value: element.businessObject.calledElement, options: named(offers.processes),
    empty: say.choose, gone: say.not_offered, onKeep: (name) => model.set(element, { calledElement: name }),
  });
  return { key: "called", title: say.called_group, fields: [field] };
}
