/* The properties of what is selected on the diagram: groups of labelled fields, all by keyboard.
 *
 * Everything written here goes through the modeler's own commands, so that one undo takes one answer back;
 * what we do not know about an element is shown and never touched. Words: app/web/studio/panel_words.py. */

import { ask, make } from "./page.js";
import { groupsOf } from "./panel_groups.js";
import { Model } from "./panel_model.js";

const LISTS = ["decisions", "departments", "errors", "escalations", "forms", "letters", "messages", "names", "operations", "processes", "roles", "settings", "signals", "statuses"];

/** Hangs the panel into `container`; answers `{show, element}` for whoever wants to open it elsewhere. */
export function panel(container, { modeler, offers, words }) {
  const say = { ...(offers.words ?? {}), ...words };
  if (!say.general) return null; // the offer did not come, and with it the words: the page says so by itself
  for (const list of LISTS) offers[list] ??= [];
  const shown = new Panel(container, { modeler, offers, say });
  shown.listen();
  shown.show();
  return shown;
}

class Panel {
  constructor(container, { modeler, offers, say }) {
    Object.assign(this, { container, modeler, say });
    this.model = new Model(modeler);
    // `modes`: fields shown as an expression or a list; `drafts`: answers that are not whole yet.
    this.context = {
      modeler, model: this.model, offers, say, modes: new Map(), drafts: new Map(),
      quietly: (act) => this.quietly(act), redraw: () => this.show(),
    };
    this.closed = new Set();
    this.opened = new Set();
    this.quiet = false;
    container.classList.add("properties");
  }

  listen() {
    const soon = () => {
      cancelAnimationFrame(this.frame);
      this.frame = requestAnimationFrame(() => {
        this.context.drafts.clear();
        this.show();
      });
    };
    for (const event of ["selection.changed", "root.set", "import.done"]) this.modeler.on(event, soon);
    this.modeler.on("elements.changed", () => this.quiet || soon());
    this.modeler.on("commandStack.changed", () => this.quiet || soon());
    document.addEventListener("visibilitychange", () => document.hidden || this.refresh());
  }

  /** Whoever comes back from another tab may have made a form or a letter there. */
  async refresh() {
    const { offers } = this.context;
    const { ok, told } = offers.again ? await ask(offers.again) : { ok: false };
    if (!ok) return;
    Object.assign(offers, told);
    this.show();
  }

  /** A change that the field itself already shows: nothing is drawn anew under the writer's hands. */
  quietly(act) {
    this.quiet = true;
    try {
      act();
    } finally {
      this.quiet = false;
    }
  }

  get element() {
    const chosen = this.modeler.get("selection").get();
    if (chosen.length > 1) return null;
    const one = chosen[0] ?? this.modeler.get("canvas").getRootElement();
    return one?.labelTarget ?? one;
  }

  show() {
    const { container } = this;
    if (container.contains(document.activeElement)) document.activeElement.keep?.();
    const at = focused(container);
    const top = container.scrollTop;
    const element = this.element;
    if (element?.id !== this.shown) this.forget(element);
    container.replaceChildren(...(element ? this.drawn(element) : [this.several()]));
    container.scrollTop = top;
    if (at) refocus(container, at);
  }

  forget(element) {
    this.shown = element?.id;
    this.context.modes.clear();
    this.context.drafts.clear();
  }

  several() {
    return make("p", { className: "hint" }, this.say.several);
  }

  drawn(element) {
    if (!element.businessObject) return [];
    const groups = groupsOf(this.context, element);
    return [this.heading(element), ...groups.map((group) => this.group(group))];
  }

  heading(element) {
    const kind = this.say.kinds[element.type.replace("bpmn:", "")] ?? element.type;
    return make("h2", { className: "properties-title" }, kind);
  }

  group({ key, title, fields, open = true }) {
    const body = make("div", { className: "properties-fields" }, ...fields);
    const isOpen = open ? !this.closed.has(key) : this.opened.has(key);
    const box = make("details", { className: "properties-group", open: isOpen }, make("summary", {}, title), body);
    box.dataset.group = key;
    box.addEventListener("toggle", () => this.remember(key, open, box.open));
    return box;
  }

  /** An analyst who closed a group does not want it open at the next step. */
  remember(key, usual, open) {
    const away = usual ? this.closed : this.opened;
    if (open === usual) away.delete(key);
    else away.add(key);
  }
}

function focused(container) {
  const at = document.activeElement;
  if (!container.contains(at) || !at.dataset.key) return null;
  const range = "selectionStart" in at && typeof at.selectionStart === "number" ? [at.selectionStart, at.selectionEnd] : null;
  return { key: at.dataset.key, range };
}

function refocus(container, { key, range }) {
  const again = container.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!again) return;
  again.focus({ preventScroll: true });
  if (range && typeof again.selectionStart === "number") again.setSelectionRange(...range);
}
