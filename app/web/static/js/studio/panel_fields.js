/* The panel's fields: a label, a hint, and one control that says what was written when it was written. */

import { make } from "./page.js";

const PAUSE = 800;
let count = 0;

/** `{label, hint, error, control}` as a field; the control gets its label and hint by id. */
export function field({ label, hint, control, after = null }) {
  const id = `prop-${(count += 1)}`;
  control.id = id;
  const told = hint ? make("p", { className: "hint", id: `${id}-hint` }, hint) : null;
  if (told) control.setAttribute("aria-describedby", told.id);
  return make("div", { className: "field" }, make("label", { className: "label", htmlFor: id }, label), told, control, after);
}

/** One line or, with `rows`, several; kept after a pause and when left. */
export function text({ key, label, hint, value = "", rows = 0, mono = false, readOnly = false, list, onKeep, after }) {
  const control = make(rows ? "textarea" : "input", { className: `input${mono ? " mono" : ""}`, value: value ?? "", readOnly });
  if (rows) control.rows = rows;
  if (mono) Object.assign(control, { spellcheck: false, autocapitalize: "none" });
  if (list) control.setAttribute("list", list);
  control.dataset.key = key;
  if (!readOnly) keeping(control, onKeep);
  return field({ label, hint, control, after });
}

/** Says what was written: after a pause, when the field is left, and on Enter in a single line. */
export function keeping(control, onKeep) {
  let timer = 0;
  let said = control.value;
  const keep = () => {
    clearTimeout(timer);
    if (control.value === said) return;
    said = control.value;
    onKeep(said);
  };
  control.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  });
  control.addEventListener("change", keep);
  control.addEventListener("focusout", keep);
  control.keep = keep;
}

/** A choice of what exists; what stands in the file and exists no more is offered, too, and marked. */
export function select({ key, label, hint, value = "", options, empty, gone, onKeep, after }) {
  const control = make("select", { className: "input select" });
  control.dataset.key = key;
  if (empty !== undefined) control.append(make("option", { value: "" }, empty));
  const known = flat(options);
  if (value && !known.some((one) => one.value === value)) control.append(make("option", { value }, gone ? `${value} – ${gone}` : value));
  control.append(...options.map(option));
  control.value = value ?? "";
  control.addEventListener("change", () => onKeep(control.value));
  return field({ label, hint, control, after });
}

const flat = (options) => options.flatMap((one) => one.options ?? [one]);

function option(one) {
  if (!one.options) return make("option", { value: one.value }, one.title);
  const group = make("optgroup", { label: one.group });
  group.append(...one.options.map(option));
  return group;
}

export function checkbox({ key, label, hint, checked, onKeep }) {
  const id = `prop-${(count += 1)}`;
  const control = make("input", { type: "checkbox", className: "choice-input", id, checked: Boolean(checked) });
  control.dataset.key = key;
  control.addEventListener("change", () => onKeep(control.checked));
  const told = hint ? make("p", { className: "choice-hint", id: `${id}-hint` }, hint) : null;
  if (told) control.setAttribute("aria-describedby", told.id);
  return make("div", { className: "field" },
    make("div", { className: "choice" }, control, make("label", { className: "choice-label", htmlFor: id }, label), told));
}

export function button({ key, label, title, onPress }) {
  const made = make("button", { type: "button", className: "properties-button" }, label);
  made.dataset.key = key;
  if (title) made.setAttribute("aria-label", title);
  made.addEventListener("click", onPress);
  return made;
}

/** Fields that belong together under a legend. */
export function fieldset(legend, ...fields) {
  return make("fieldset", { className: "fieldset properties-set" }, make("legend", { className: "label" }, legend), ...fields);
}

export function told(label, words) {
  return make("div", { className: "field" }, make("p", { className: "label" }, label), make("p", { className: "properties-told" }, ...[words].flat()));
}

export function note(words) {
  return make("p", { className: "hint" }, words);
}

export function link(href, words) {
  return make("a", { href }, words);
}

/** What exists, as options: `title` before the name that the file keeps. */
export function named(list, { bare = false } = {}) {
  return (list ?? []).map(({ name, title }) => ({ value: name, title: bare || title === name ? title : `${title} (${name})` }));
}
