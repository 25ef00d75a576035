/* What the modeler would not give back of a file: its warnings, and every part that a save would drop.
 *
 * A diagram drawn elsewhere may hold what bpmn-js does not read. It leaves that out without a word, so the file
 * is compared with what would be saved. `words` are the page's (app/web/studio/loss_words.py). */

import { fill, make } from "./page.js";

const BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";
const XSI = "http://www.w3.org/2001/XMLSchema-instance";
const XMLNS = "http://www.w3.org/2000/xmlns/";
// The type that BPMN gives these anyway.
const TYPED = new Set(["waypoint", "childLaneSet"]);
const MOST_LINES = 12;
const MOST_NAMED = 4;
const MOST_VALUE = 60;
// The modeler's own warnings are English: what they are about, by their beginnings.
const WARNINGS = [
  ["unresolved", /^unresolved reference <(?<what>[^>]*)>/],
  ["undrawn", /^no bpmnElement referenced in <[^>]*?id="(?<what>[^"]*)"/],
  ["unparsable", /^unparsable content[^]*?line: (?<line>\d+)/],
  ["repeated", /^duplicate ID <(?<what>[^>]*)>/],
  ["twice", /^multiple DI elements defined for <[^>]*?id="(?<what>[^"]*)"/],
];
const FAILURES = [
  ["no_drawing", /^no diagram to display/],
  ["no_process", /^no process or collaboration to display/],
  ["not_bpmn", /^failed to parse document as/],
];

/** What keeps this file from coming back whole: `[{sentence}]`, empty where nothing does. */
export async function losses(modeler, xml, warnings, words) {
  const { xml: saved } = await modeler.saveXML({ format: true });
  const lost = difference(xml, saved, defaults(modeler.get("moddle")));
  const told = warnings.map(({ message }) => ({ sentence: said(message, WARNINGS, words.warnings) }));
  return [...told, ...inGroups(lost, words)];
}

/** Why a file did not open at all, in words. */
export const failure = (error, words) => said(error.message, FAILURES, words.failures);

function said(message, known, words) {
  for (const [key, pattern] of known) {
    const found = pattern.exec(message);
    if (found) return fill(words[key], { ...found.groups });
  }
  return fill(words.other, { text: message });
}

/** The list, and a button that allows saving; answers when it is pressed. */
export function askFirst(box, all, words) {
  const lines = all.slice(0, MOST_LINES).map(({ sentence }) => make("li", {}, sentence));
  if (all.length > MOST_LINES) lines.push(make("li", {}, fill(words.more, { n: all.length - MOST_LINES })));
  const button = make("button", { type: "button", className: "button button-secondary" }, words.go_on);
  const foot = make("p", { className: "form-actions" }, button);
  box.replaceChildren(
    make("p", { className: "notice-title" }, words.title), make("p", {}, words.why),
    make("ul", { className: "losses" }, ...lines), foot,
  );
  return new Promise((done) => button.addEventListener("click", () => {
    const allowed = make("p", { tabIndex: -1 }, make("strong", {}, words.allowed));
    foot.replaceWith(allowed);
    allowed.focus();
    done();
  }));
}

/** What BPMN means when nothing is said, so that a save may leave it out: `name=value`. */
function defaults(moddle) {
  const types = Object.values(moddle.registry.typeMap);
  const properties = types.flatMap((type) => type.properties ?? []).filter((one) => one.isAttr && "default" in one);
  return new Set(properties.map((one) => `${one.ns?.localName ?? one.name}=${plain(one.default)}`));
}

/** Parts of `before` that `after` has less often; what stands in a lost element is lost with it. */
function difference(before, after, meant) {
  const left = new Map();
  for (const { key } of parts(after, meant)) left.set(key, (left.get(key) ?? 0) + 1);
  const gone = new Set();
  return [...parts(before, meant)].filter((part) => {
    const there = left.get(part.key) ?? 0;
    left.set(part.key, there - 1);
    if (there > 0) return false;
    if (part.kind === "element") gone.add(part.node);
    return !within(part, gone);
  });
}

function within({ kind, node }, gone) {
  for (let one = kind === "element" ? node.parentElement : node; one; one = one.parentElement) if (gone.has(one)) return true;
  return false;
}

/** Every element, attribute and text with the element of the diagram that it stands in. */
function* parts(xml, meant) {
  const root = new DOMParser().parseFromString(xml, "application/xml");
  for (const node of root.getElementsByTagName("*")) {
    const [tag, on] = [`${node.namespaceURI} ${called(node)}`, owner(node)];
    yield { kind: "element", node, on, key: `${tag}|${on}` };
    for (const one of node.attributes) {
      if (!counts(node, one, meant)) continue;
      const value = one.namespaceURI === XSI ? one.value.split(":").pop() : plain(one.value);
      yield { kind: "attribute", node, on, name: one.name, value, key: `${tag}|${on}|${one.namespaceURI ?? ""} ${one.localName}|${value}` };
    }
    const text = plain([...node.childNodes].filter((one) => one.nodeType === 3 || one.nodeType === 4).map((one) => one.data).join(" "));
    if (text) yield { kind: "text", node, on, value: text, key: `${tag}|${on}||${text}` };
  }
}

function counts(node, attribute, meant) {
  if (attribute.namespaceURI === XMLNS) return false;
  if (attribute.namespaceURI === XSI && TYPED.has(node.localName)) return false;
  return attribute.namespaceURI || !meant.has(`${attribute.localName}=${plain(attribute.value)}`);
}

/** A formal expression may be written as an expression of that type. */
const called = (node) => (node.namespaceURI === BPMN && node.localName === "formalExpression" ? "expression" : node.localName);
const isOfBpmn = (node) => node.namespaceURI === BPMN && node.hasAttribute("id");
const owner = (node) => node.closest("[id]")?.getAttribute("id") ?? "";

/** Line ends and spaces are the writer's choice, and so is 10.0 for 10. */
function plain(value) {
  const text = String(value).replace(/\s+/g, " ").trim();
  return text !== "" && Number.isFinite(Number(text)) ? String(Number(text)) : text;
}

/** The element of the diagram, as the reader may find it there: by its name, else by its id. */
function place(node) {
  for (let one = node; one; one = one.parentElement) {
    const drawn = one.getAttribute("bpmnElement");
    if (drawn) return drawn;
    if (isOfBpmn(one)) return one.getAttribute("name") || one.id;
  }
  return "";
}

/** The same thing in several places is one sentence. */
function inGroups(lost, words) {
  const groups = new Map();
  for (const one of lost) {
    const name = `${one.kind} ${one.node.nodeName} ${one.name ?? ""}`;
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  return [...groups.values()].map((same) => ({ sentence: fill(words[same[0].kind], facts(same)) }));
}

function facts(same) {
  const [one] = same;
  const places = [...new Set(same.map(({ node }) => place(node)).filter(Boolean))];
  const on = places.slice(0, MOST_NAMED).join(", ") + (places.length > MOST_NAMED ? " …" : "");
  const value = (one.value ?? "").slice(0, MOST_VALUE) + (one.value?.length > MOST_VALUE ? "…" : "");
  return { tag: one.node.nodeName, name: one.name ?? "", value, on: on || "–", n: same.length };
}
