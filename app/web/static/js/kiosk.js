/* The kiosk: a QR before the camera, a code from a USB scanner, or a PIN by finger; one form for all. */

const form = document.getElementById("kiosk-form");
const input = form?.elements.namedItem("credential");
const LOOK_EVERY_MS = 180;
const WARN_SECONDS = 10;
const RELOAD_AFTER_MS = 20 * 60 * 1000;

function say(key, number = "") {
  form.querySelector("[data-status]").textContent = (form.dataset[key] ?? "").replace("{n}", number);
}

/* ---- typing: a scanner types into whatever has the focus, so the input always has it ---- */

function keepFocus() {
  input.setAttribute("inputmode", "none");
  input.focus();
  document.addEventListener("keydown", (event) => {
    const printable = event.key.length === 1 && !event.ctrlKey && !event.metaKey && event.key !== " ";
    if (printable && document.activeElement !== input) input.focus();
  });
}

function type(change) {
  input.value = change(input.value);
  say(input.value ? "sayTyped" : "sayCleared", input.value.length);
}

function wirePinPad(pad) {
  pad.hidden = false;
  pad.addEventListener("click", (event) => {
    const key = event.target.closest("button");
    if (!key) return;
    if ("clear" in key.dataset) type(() => "");
    else if ("back" in key.dataset) type((value) => value.slice(0, -1));
    else type((value) => value + key.dataset.key);
    if (event.detail > 0) input.focus(); // a finger; a keyboard keeps its place in the pad
  });
}

function sendOnce(event) {
  if (form.dataset.sent || !input.value.trim()) event.preventDefault();
  else form.dataset.sent = "yes";
}

/* ---- camera ---- */

/** The browser's own reader where there is one, else the library that we carry. */
async function reader() {
  if ("BarcodeDetector" in window) {
    const formats = await window.BarcodeDetector.getSupportedFormats().catch(() => []);
    if (formats.includes("qr_code")) {
      const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
      return async (canvas) => (await detector.detect(canvas))[0]?.rawValue;
    }
  }
  const { decodeQR } = await import("../vendor/qr-0.7.0/decode.min.js");
  return async (canvas, context) => {
    try {
      return decodeQR(context.getImageData(0, 0, canvas.width, canvas.height));
    } catch {
      return undefined; // no code in this picture
    }
  };
}

async function openCamera(video) {
  video.srcObject = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: "user", width: { ideal: 640 }, height: { ideal: 480 } },
  });
  await video.play();
}

function picture(video, canvas, context) {
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  context.drawImage(video, 0, 0);
}

async function look(video, read) {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  while (!form.dataset.sent) {
    if (video.videoWidth) {
      picture(video, canvas, context);
      const found = await read(canvas, context).catch(() => undefined);
      if (found) return found;
    }
    await new Promise((later) => setTimeout(later, LOOK_EVERY_MS));
  }
  return undefined;
}

async function watchCamera(box) {
  const video = box.querySelector("video");
  try {
    const read = await reader();
    await openCamera(video);
    box.hidden = false;
    say("sayCamera");
    submit(await look(video, read));
  } catch {
    say("sayNoCamera");
  }
}

function submit(credential) {
  if (!credential) return;
  input.value = credential.trim();
  say("sayFound");
  form.requestSubmit();
}

/* ---- nobody there: forget what was typed, go back to the beginning ---- */

function startOver() {
  const home = document.body.dataset.idleHref;
  window.location.replace(home || window.location.pathname);
}

/** The beginning itself stays as it is, unless something was typed or its form grew old. */
function needsStartingOver(openedAt) {
  const atHome = form && !input.value && !document.querySelector(".field-error");
  return !atHome || Date.now() - openedAt > RELOAD_AFTER_MS;
}

function watchIdle() {
  const limit = Number(document.body.dataset.idleSeconds || 60);
  const line = document.querySelector("[data-idle-text]");
  const openedAt = Date.now();
  let left = limit;
  const stay = () => { left = limit; line.textContent = ""; };
  ["pointerdown", "keydown", "input"].forEach((kind) => document.addEventListener(kind, stay));
  setInterval(() => {
    if (!needsStartingOver(openedAt)) return stay();
    left -= 1;
    if (left <= 0) return startOver();
    if (left === WARN_SECONDS) line.textContent = line.dataset.idleText.replace("{n}", WARN_SECONDS);
  }, 1000);
}

if (form) {
  keepFocus();
  wirePinPad(form.querySelector("[data-pin-pad]"));
  form.addEventListener("submit", sendOnce);
  watchCamera(form.querySelector("[data-camera]"));
}
watchIdle();
