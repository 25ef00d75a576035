/* The page of a diagram: bpmn-js with our panel, our rules, and a draft that saves itself. */

import { builtIn, Modeler, modules } from "../../vendor/studio-1/modeler.js";
import { descriptors } from "./descriptors.js";
import { forget, kept, load, presence, Saver } from "./draft_files.js";
import { linting, ownKeys } from "./lint/rules.js";
import { askFirst, failure, losses } from "./losses.js";
import { ask, given } from "./page.js";
import { panel } from "./panel.js";
import { Problems, select } from "./problems.js";
import { simulation } from "./simulation.js";
import { toggleSearch, tools } from "./tools.js";
import { translation } from "./translation.js";

const page = given("page");
const words = given("words");
const READABLE = 0.6;
const PALETTE = 130;
const MARGIN = 30;
const find = (id) => document.getElementById(id);
let offers = null;

/** A modeler that knows this file's extensions and speaks the page's language. */
function open(xml) {
  return new Modeler({
    container: find("canvas"),
    moddleExtensions: descriptors(xml),
    linting: { active: true, bpmnlint: linting({ builtIn, words: words.rules, kinds: words.kinds, offers: () => offers }) },
    additionalModules: [modules.append, modules.lint, modules.tokenSimulation, modules.minimap, translation(words.phrases)],
  });
}

/** What was typed last in this browser and never reached the server goes before what is stored. */
async function start() {
  const [stored, known] = await Promise.all([load(page.file), ask(page.offers)]);
  offers = known.ok ? known.told : null;
  const left = kept(page.file);
  const rescued = left && left.text !== stored.text && left.seen === stored.revision;
  if (left && !rescued && left.text === stored.text) forget(page.file);
  const xml = rescued ? left.text : stored.text;
  const modeler = open(xml);
  const problems = listing(modeler);
  const lost = await draw(modeler, xml);
  problems.check();
  const saver = saving(modeler, stored.revision);
  if (lost.length) guard(saver, lost);
  wire(modeler, saver);
  if (rescued) {
    find("state").textContent = words.saving.rescued;
    saver.changed();
  }
  return modeler;
}

async function draw(modeler, xml) {
  const { warnings } = await modeler.importXML(xml);
  begin(modeler.get("canvas"));
  return losses(modeler, xml, warnings, words.losing);
}

/** All of it where that can be read, else its beginning, clear of the palette. */
function begin(canvas) {
  if (canvas.zoom("fit-viewport", "auto") >= READABLE) return;
  const { inner, outer } = canvas.viewbox();
  const seen = (size) => size / READABLE;
  canvas.viewbox({ x: inner.x - seen(PALETTE), y: inner.y - seen(MARGIN), width: seen(outer.width), height: seen(outer.height) });
}

/** A file that would not come back whole is not saved over until its reader wants that. */
function guard(saver, lost) {
  const box = find("open-warnings");
  saver.hold();
  box.hidden = false;
  askFirst(box.querySelector("[data-text]"), lost, words.losing).then(() => saver.release());
}

function saving(modeler, revision) {
  const content = async () => (await modeler.saveXML({ format: true })).xml;
  const saver = new Saver({ address: page.file, revision, content, region: find("state"), words: words.saving });
  modeler.on("commandStack.changed", () => saver.changed());
  presence({ address: page.presence, path: page.path, region: find("presence"), words: words.saving });
  return saver;
}

/** Before the diagram is drawn, so that its first look is not missed. */
function listing(modeler) {
  const told = { ...words.problems, rules: words.rules };
  const problems = new Problems({ region: find("problems"), status: find("problem-count"), modeler, page, words: told, own: ownKeys(offers) });
  modeler.on("commandStack.changed", () => problems.check());
  return problems;
}

function wire(modeler, saver) {
  tools({ bar: find("tools"), modeler, name: page.path.replace(/\.bpmn$/, ""), help: find("help"), workplace: find("workplace") });
  simulation({
    modeler, button: find("simulate"), log: find("simulation-log"), words: words.simulation, phrases: words.phrases,
    onToggle: (active) => whileSimulating(modeler.get("canvas"), active),
  });
  keys(modeler, saver);
  panel(find("panel"), { modeler, offers: offers ?? {}, words: {} });
  const asked = new URLSearchParams(location.search).get("element");
  if (asked) select(modeler, asked);
}

/** Nothing is changed meanwhile; the library hides its buttons where the drawing is too small to read. */
function whileSimulating(canvas, active) {
  find("panel").inert = active;
  if (active && canvas.zoom() < READABLE) begin(canvas);
}

/** Ctrl+S saves at once, Ctrl+F searches the diagram; the rest is bpmn-js's own. */
function keys(modeler, saver) {
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    if (event.key === "s") {
      event.preventDefault();
      saver.flush();
    } else if (event.key === "f" && !event.defaultPrevented && !event.target.closest?.("input, textarea, select")) {
      event.preventDefault();
      toggleSearch(modeler);
    }
  });
}

start().then(
  (modeler) => {
    // The tests and the bench ask the modeler itself what it drew.
    find("canvas").modeler = modeler;
    document.body.dataset.ready = "yes";
  },
  (error) => {
    const box = find("open-failed");
    box.hidden = false;
    box.querySelector("[data-text]").textContent = failure(error, words.losing);
  },
);
