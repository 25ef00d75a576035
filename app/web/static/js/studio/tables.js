/* The page of a file with decision tables: dmn-js, one button for each table, a draft that saves itself. */

import { DmnModeler } from "../../vendor/studio-1/dmn.js";
import { forget, kept, load, presence, Saver } from "./draft_files.js";
import { fill, given, make } from "./page.js";
import { translateTitles, translation } from "./translation.js";

const page = given("page");
const words = given("words");
const find = (id) => document.getElementById(id);

async function start() {
  const stored = await load(page.file);
  const left = kept(page.file);
  const rescued = left && left.text !== stored.text && left.seen === stored.revision;
  if (left && left.text === stored.text) forget(page.file);
  const spoken = { additionalModules: [translation(words.phrases)] };
  const modeler = new DmnModeler({ container: find("table-canvas"), drd: spoken, decisionTable: spoken, literalExpression: spoken });
  translateTitles(find("table-canvas"), words.phrases);
  await modeler.importXML(rescued ? left.text : stored.text);
  await first(modeler);
  const saver = saving(modeler, stored.revision);
  if (rescued) {
    find("state").textContent = words.saving.rescued;
    saver.changed();
  }
  return modeler;
}

/** Tables come first: the drawing of how they lean on each other is one of the views, too. */
async function first(modeler) {
  const views = modeler.getViews();
  await modeler.open(views.find((one) => one.type === "decisionTable") ?? views[0]);
  buttons(modeler);
  modeler.on("views.changed", () => buttons(modeler));
}

function buttons(modeler) {
  const open = modeler.getActiveView();
  const made = modeler.getViews().map((view) => make("button", {
    type: "button", className: "button button-secondary button-small", ariaPressed: String(open?.id === view.id), onclick: () => modeler.open(view),
  }, view.type === "drd" ? words.links : view.name || view.id));
  find("views").replaceChildren(...made);
}

function saving(modeler, revision) {
  const content = async () => (await modeler.saveXML({ format: true })).xml;
  const saver = new Saver({ address: page.file, revision, content, region: find("state"), words: words.saving });
  watch(modeler, saver);
  presence({ address: page.presence, path: page.path, region: find("presence"), words: words.saving });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      saver.flush();
    }
  });
  return saver;
}

/** Every view has a history of its own; each is heard once. */
function watch(modeler, saver) {
  const heard = new WeakSet();
  const listen = () => {
    const viewer = modeler.getActiveViewer();
    if (!viewer || heard.has(viewer)) return;
    heard.add(viewer);
    viewer.on("commandStack.changed", () => saver.changed());
  };
  listen();
  modeler.on("views.changed", listen);
}

start().then(
  (modeler) => {
    find("table-canvas").modeler = modeler;
    document.body.dataset.ready = "yes";
  },
  (error) => {
    find("open-failed").hidden = false;
    find("open-failed").querySelector("[data-text]").textContent = fill(words.failed, { text: error.message });
  },
);
