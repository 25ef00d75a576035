/* The list of problems beside the canvas: those seen here at once and those that the server finds, in one.
 *
 * A press selects the element and brings it to the middle; each says how to mend it. */

import { ask, fill, later, make } from "./page.js";

const WAIT = 1200;
const RANK = { error: 0, warning: 1 };

export class Problems {
  constructor({ region, status, modeler, page, words, own }) {
    Object.assign(this, { region, status, modeler, page, words, own });
    this.here = [];
    this.there = [];
    this.asked = 0;
    this.check = later(() => this.askServer(), WAIT);
    modeler.on("linting.completed", ({ issues }) => this.linted(issues));
  }

  /** What the linter saw, by element; the same rule may speak of an element only once. */
  linted(issues) {
    this.here = Object.values(issues).flat().map((issue) => this.seen(issue));
    this.show();
  }

  seen({ rule, id, actualElementId, category, message }) {
    return this.named({
      key: rule,
      element: actualElementId ?? id,
      sentence: message,
      mend: this.words.rules[rule]?.mend ?? "",
      severity: category === "error" ? "error" : "warning",
      file: this.page.path,
    });
  }

  named(problem) {
    return { ...problem, name: problem.name || this.nameOf(problem.element) };
  }

  nameOf(id) {
    const element = this.modeler.get("elementRegistry").get(id);
    return element?.businessObject?.name || id;
  }

  /** The server looks at the whole draft, with this file as it is on the screen. */
  async askServer() {
    const turn = (this.asked += 1);
    const { xml } = await this.modeler.saveXML({ format: true });
    const body = JSON.stringify({ files: { [this.page.path]: xml } });
    const headers = { "Content-Type": "application/json" };
    const { ok, told } = await ask(this.page.check, { method: "POST", headers, body });
    if (turn !== this.asked || !ok) return;
    this.there = (told.problems ?? []).filter((one) => !this.isOurs(one));
    this.show();
  }

  /** What is looked at here is newer here: the server's word on it may be of before the last change. */
  isOurs({ key, file, element }) {
    return this.own.has(key) && (!file || file === this.page.path) && this.isDrawn(element);
  }

  isDrawn(id) {
    return Boolean(this.modeler.get("elementRegistry").get(id)) || this.processes().includes(id);
  }

  processes() {
    return this.modeler.getDefinitions().rootElements.filter((one) => one.$type === "bpmn:Process").map((one) => one.id);
  }

  show() {
    const all = [...this.here, ...this.there].sort((a, b) => (RANK[a.severity] ?? 0) - (RANK[b.severity] ?? 0));
    const had = this.region.contains(document.activeElement) ? document.activeElement.dataset.about : null;
    this.region.replaceChildren(...all.map((one) => this.row(one)));
    if (had) [...this.region.querySelectorAll("[data-about]")].find((one) => one.dataset.about === had)?.focus();
    this.tell(all);
  }

  tell(all) {
    const errors = all.filter((one) => one.severity === "error").length;
    const said = all.length ? fill(this.words.counted, { errors, warnings: all.length - errors }) : this.words.none;
    if (this.status.textContent !== said) this.status.textContent = said;
  }

  row(problem) {
    const mark = make("span", { className: "problem-kind" }, this.words[problem.severity] ?? this.words.error);
    const title = make("strong", {}, problem.name || problem.element);
    const line = make("span", { className: "problem-text" }, mark, " ", title, " ", problem.sentence);
    const mend = problem.mend ? make("span", { className: "problem-mend" }, problem.mend) : null;
    return make("li", { className: `problem problem-${problem.severity}` }, this.handle(problem, [line, mend]));
  }

  /** A button where the element is on this canvas, a link where it is in another file, else only words. */
  handle(problem, inside) {
    const about = `${problem.key} ${problem.element}`;
    const elsewhere = problem.file && problem.file !== this.page.path;
    if (elsewhere && problem.file.endsWith(".bpmn")) {
      const href = `?${new URLSearchParams({ fisier: problem.file, element: problem.element })}`;
      return make("a", { className: "problem-handle", href, "data-about": about }, ...inside, " ", make("span", { className: "hint" }, problem.file));
    }
    if (elsewhere) return make("span", { className: "problem-handle" }, ...inside, " ", make("span", { className: "hint" }, problem.file));
    const onclick = () => select(this.modeler, problem.element);
    return make("button", { type: "button", className: "problem-handle", "data-about": about, onclick }, ...inside);
  }
}

/** Select an element and bring it to the middle; what is not drawn itself is shown by its pool or sheet. */
export function select(modeler, id) {
  const registry = modeler.get("elementRegistry");
  const pool = registry.find((one) => one.businessObject?.processRef?.id === id);
  const element = registry.get(id) ?? pool ?? modeler.get("canvas").getRootElement();
  const canvas = modeler.get("canvas");
  const root = canvas.findRoot(element);
  if (root && root !== canvas.getRootElement()) canvas.setRootElement(root);
  modeler.get("selection").select(element);
  if (element.parent) centre(canvas, element);
}

function centre(canvas, element) {
  const { x, y, width, height } = element.waypoints ? middleOf(element.waypoints) : element;
  const seen = canvas.viewbox();
  canvas.viewbox({ ...seen, x: x + width / 2 - seen.width / 2, y: y + height / 2 - seen.height / 2 });
}

function middleOf(points) {
  const { x, y } = points[Math.floor(points.length / 2)];
  return { x, y, width: 0, height: 0 };
}
