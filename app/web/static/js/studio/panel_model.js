/* What the panel reads of an element and how it changes it: every change is one command, undone in one step. */

const EXTENSIONS = "bpmn:ExtensionElements";

/** Runs several commands as one, for one undo. */
class Together {
  preExecute({ act }) {
    act();
  }
}

export class Model {
  constructor(modeler) {
    this.modeler = modeler;
    this.modeling = modeler.get("modeling");
    this.moddle = modeler.get("moddle");
    this.stack = modeler.get("commandStack");
    this.stack.register("panel.together", new Together());
    this.keepIds();
  }

  /** A step that becomes another kind, here or by the drawing's own menu, keeps the id by which cases know it. */
  keepIds() {
    this.modeler.get("eventBus").on("commandStack.shape.replace.postExecuted", ({ context: { oldShape, newShape } }) => {
      const taken = this.modeler.get("elementRegistry").get(oldShape.id);
      if (!taken && newShape.businessObject && !newShape.labelTarget) this.set(newShape, { id: oldShape.id });
    });
  }

  together(act) {
    this.stack.execute("panel.together", { act });
  }

  make(type, properties = {}, parent = null) {
    const made = this.moddle.create(type, properties);
    if (parent) made.$parent = parent;
    return made;
  }

  /** An element's own attributes; "" takes one away. */
  set(element, properties) {
    this.modeling.updateProperties(element, emptied(properties));
  }

  /** Attributes of something inside an element: an event definition, a loop, a message. */
  setIn(element, inner, properties) {
    this.modeling.updateModdleProperties(element, inner, emptied(properties));
  }

  /** `bpmn:FormalExpression` with a text, nothing where there is none. */
  formal(text, parent) {
    return text ? this.make("bpmn:FormalExpression", { body: text }, parent) : undefined;
  }

  extension(holder, type) {
    return extensions(holder).find((one) => one.$type === type);
  }

  extensionText(holder, type) {
    return this.extension(holder, type)?.value ?? "";
  }

  /** Puts one extension element of a type in the place of another; null takes it away. */
  setExtension(element, holder, type, made) {
    const kept = extensions(holder);
    const at = kept.findIndex((one) => one.$type === type);
    const values = kept.filter((one) => one.$type !== type);
    if (made) values.splice(at < 0 ? values.length : at, 0, made);
    this.setExtensions(element, holder, values);
  }

  setExtensionText(element, holder, type, text) {
    this.setExtension(element, holder, type, text ? this.make(type, { value: text }) : null);
  }

  setExtensions(element, holder, values) {
    if (!values.length) return this.setIn(element, holder, { extensionElements: undefined });
    const box = this.make(EXTENSIONS, { values }, holder);
    for (const one of values) one.$parent = box;
    this.setIn(element, holder, { extensionElements: box });
  }

  /** `<spiffworkflow:property>` values by name. */
  properties(holder) {
    const box = this.extension(holder, "spiffworkflow:Properties");
    return Object.fromEntries((box?.properties ?? []).map((one) => [one.name, one.value]));
  }

  /** Properties by name; "" takes one away, those that are not named stay. */
  setProperties(element, holder, changed) {
    const box = this.extension(holder, "spiffworkflow:Properties");
    const kept = (box?.properties ?? []).filter((one) => !(one.name in changed));
    const added = Object.entries(changed).filter(([, value]) => value)
      .map(([name, value]) => this.make("spiffworkflow:Property", { name, value }));
    const all = [...kept, ...added];
    const others = box?.others ?? [];
    const made = all.length || others.length ? this.make("spiffworkflow:Properties", { properties: all, others }) : null;
    for (const one of all) one.$parent = made;
    this.setExtension(element, holder, "spiffworkflow:Properties", made);
  }

  operator(holder) {
    return this.extension(holder, "spiffworkflow:ServiceTaskOperator");
  }

  parameters(holder) {
    const found = this.operator(holder)?.parameters?.parameters ?? [];
    return Object.fromEntries(found.map((one) => [one.id, one.value ?? ""]));
  }

  /** The operation with its parameters by name, in their order; what belongs to neither stays. */
  setOperation(element, holder, { id, resultVariable, parameters }) {
    const before = this.operator(holder);
    const types = Object.fromEntries((before?.parameters?.parameters ?? []).map((one) => [one.id, one.type]));
    const given = Object.entries(parameters).filter(([, value]) => value !== "")
      .map(([name, value]) => this.make("spiffworkflow:Parameter", { id: name, type: types[name] ?? "str", value }));
    const box = this.make("spiffworkflow:Parameters", { parameters: given });
    const made = this.make("spiffworkflow:ServiceTaskOperator", emptied({ id, resultVariable, parameters: box, retry: before?.retry }));
    if (before?.others?.length) made.others = before.others;
    box.$parent = made;
    for (const one of given) one.$parent = box;
    this.setExtension(element, holder, "spiffworkflow:ServiceTaskOperator", id ? made : null);
  }

  get definitions() {
    return this.modeler.getDefinitions();
  }

  /** The file's messages, signals, errors or escalations. */
  roots(type) {
    return (this.definitions.rootElements ?? []).filter((one) => one.$type === type);
  }

  /** The root element that fits, or a new one; inside `together`. */
  root(element, type, properties, wanted) {
    const found = this.roots(type).find((one) => Object.entries(properties).every(([name, value]) => one[name] === value));
    if (found) return found;
    const made = this.make(type, { id: this.freeId(wanted), ...properties }, this.definitions);
    this.setIn(element, this.definitions, { rootElements: [made, ...(this.definitions.rootElements ?? [])] });
    return made;
  }

  freeId(wanted) {
    const plain = wanted.replace(/[^A-Za-z0-9_]/g, "_");
    const taken = new Set([...(this.definitions.rootElements ?? []).map((one) => one.id), ...this.ids()]);
    let id = plain;
    for (let number = 2; taken.has(id); number += 1) id = `${plain}_${number}`;
    return id;
  }

  ids() {
    return this.modeler.get("elementRegistry").getAll().map((one) => one.id);
  }
}

export function extensions(holder) {
  return holder.extensionElements?.values ?? holder.get?.("extensionElements")?.values ?? [];
}

function emptied(properties) {
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, value === "" || value === null ? undefined : value]));
}
