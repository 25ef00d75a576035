/* The pages of one document: chosen in several goes or photographed, put in order, dropped. Without this
   file the browser's own chooser sends them in the order chosen. */

const form = document.querySelector("form[data-pages]");
const input = form?.querySelector("input[type=file]");

if (input && "DataTransfer" in window) begin();

function begin() {
  const words = JSON.parse(form.querySelector("[data-words]").textContent);
  const list = form.querySelector("[data-page-list]");
  const status = form.querySelector("[data-page-status]");
  let pages = [];

  function show(focus) {
    const held = new DataTransfer();
    pages.forEach((page) => held.items.add(page));
    input.files = held.files;
    list.hidden = pages.length === 0;
    list.replaceChildren(drawn());
    status.textContent = words.count.replace("{n}", pages.length);
    list.querySelector(`[data-focus="${focus}"]`)?.focus();
  }

  function drawn() {
    const ordered = document.createElement("ol");
    ordered.setAttribute("aria-label", words.list);
    pages.forEach((page, place) => ordered.append(row(page, place)));
    return ordered;
  }

  function row(page, place) {
    const item = document.createElement("li");
    const name = words.page.replace("{n}", place + 1).replace("{name}", page.name);
    const text = Object.assign(document.createElement("span"), { textContent: name });
    item.append(text);
    if (place > 0) item.append(button(words.up, name, `up-${place}`, () => move(place, place - 1, "up")));
    if (place + 1 < pages.length) item.append(button(words.down, name, `down-${place}`, () => move(place, place + 1, "down")));
    item.append(button(words.drop, name, `drop-${place}`, () => { pages.splice(place, 1); show(`drop-${Math.min(place, pages.length - 1)}`); }));
    return item;
  }

  function button(words_, name, focus, act) {
    const made = Object.assign(document.createElement("button"), { type: "button", className: "button button-quiet button-small" });
    made.dataset.focus = focus;
    made.append(words_, Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: ` ${name}` }));
    made.addEventListener("click", act);
    return made;
  }

  function move(from, to, way) {
    pages.splice(to, 0, ...pages.splice(from, 1));
    show(to === 0 ? `down-${to}` : to === pages.length - 1 ? `up-${to}` : `${way}-${to}`);
  }

  input.addEventListener("change", () => {
    pages = [...pages, ...input.files];
    show();
  });
  offerCamera((photo) => { pages = [...pages, photo]; show(); });
}

/** A second chooser that opens the camera of a phone or a tablet; desks without one keep the scanner. */
function offerCamera(took) {
  const opener = form.querySelector("[data-camera]");
  if (!window.matchMedia("(pointer: coarse)").matches) return;
  const camera = Object.assign(document.createElement("input"), { type: "file", accept: "image/jpeg,image/png", hidden: true });
  camera.setAttribute("capture", "environment");
  camera.addEventListener("change", () => { if (camera.files[0]) took(camera.files[0]); camera.value = ""; });
  opener.after(camera);
  opener.hidden = false;
  opener.addEventListener("click", () => camera.click());
}
