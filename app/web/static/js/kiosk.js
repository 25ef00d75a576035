/* The kiosk: a QR before the camera, a code from a USB scanner, or a PIN by finger; one form for all. */

import { watchCamera } from "./kiosk/camera.js";
import { wirePad } from "./kiosk/pad.js";
import { watchDoor } from "./kiosk/door.js";
import { watchIdle } from "./kiosk/idle.js";

const form = document.getElementById("kiosk-form");

function say(key, number = "") {
  form.querySelector("[data-status]").textContent = (form.dataset[key] ?? "").replace("{n}", number);
}

function sendOnce(event) {
  const typed = [...form.querySelectorAll("[data-digits]")].some((field) => field.value.trim());
  if (form.dataset.sent || !typed) event.preventDefault();
  else form.dataset.sent = "yes";
}

function submit(credential) {
  if (!credential || form.dataset.sent) return;
  form.elements.namedItem("compartment").value = "";
  form.elements.namedItem("credential").value = credential.trim();
  say("sayFound");
  form.requestSubmit();
}

document.querySelectorAll("[data-pin-pad]").forEach((pad) => wirePad(pad, form ? say : () => {}));
if (form) {
  form.addEventListener("submit", sendOnce);
  watchCamera(form.querySelector("[data-camera]"), () => form.dataset.sent).then(submit, () => say("sayNoCamera"));
  form.querySelector("[data-camera]").addEventListener("kiosk:camera", () => say("sayCamera"));
}
watchDoor();
watchIdle(form);
