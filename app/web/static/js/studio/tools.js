/* The buttons above the canvas: undo, search, zoom, map, help, and the diagram as a file. */

/** `[data-tool=…]` buttons inside `bar` do these. */
export function tools({ bar, modeler, name, help, workplace }) {
  const canvas = modeler.get("canvas");
  const stack = modeler.get("commandStack");
  const acts = {
    undo: () => stack.undo(),
    redo: () => stack.redo(),
    search: () => toggleSearch(modeler),
    in: () => modeler.get("zoomScroll").stepZoom(1),
    out: () => modeler.get("zoomScroll").stepZoom(-1),
    fit: () => canvas.zoom("fit-viewport", "auto"),
    map: (button) => toggleMap(modeler, button),
    whole: () => wholeScreen(workplace),
    help: () => help.showModal(),
    svg: async () => offer(`${name}.svg`, "image/svg+xml", (await modeler.saveSVG()).svg),
    xml: async () => offer(`${name}.bpmn`, "application/xml", (await modeler.saveXML({ format: true })).xml),
  };
  bar.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-tool]");
    if (button && acts[button.dataset.tool]) acts[button.dataset.tool](button);
  });
  document.addEventListener("fullscreenchange", () => {
    bar.querySelector("[data-tool=whole]").setAttribute("aria-pressed", String(Boolean(document.fullscreenElement)));
    canvas.resized();
  });
  help.querySelector("[data-close]").addEventListener("click", () => help.close());
  const look = () => offerUndo(bar, stack);
  modeler.on("commandStack.changed", look);
  modeler.on("import.done", look);
  look();
}

/** A button that rests is told as such, but keeps the focus of whoever is on it. */
function offerUndo(bar, stack) {
  rest(bar.querySelector("[data-tool=undo]"), !stack.canUndo());
  rest(bar.querySelector("[data-tool=redo]"), !stack.canRedo());
}

const rest = (button, resting) => button?.setAttribute("aria-disabled", String(resting));

/** The search closes at any press; the one that opens it must be over before. */
export function toggleSearch(modeler) {
  const pad = modeler.get("searchPad");
  const open = pad.isOpen();
  setTimeout(() => (open ? pad.close() : pad.open()));
}

/** Canvas, problems and properties alone on the screen; Escape goes back. */
function wholeScreen(workplace) {
  if (document.fullscreenElement) document.exitFullscreen();
  else workplace.requestFullscreen().catch(() => {});
}

function toggleMap(modeler, button) {
  const minimap = modeler.get("minimap");
  minimap.toggle();
  button.setAttribute("aria-pressed", String(minimap.isOpen()));
}

/** Hands text to the reader as a file of their own. */
function offer(name, type, text) {
  const href = URL.createObjectURL(new Blob([text], { type }));
  const link = Object.assign(document.createElement("a"), { href, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(href), 10000);
}
