/* Nobody there: ask, then forget what was typed and go back to the beginning. */

const WARN_SECONDS = 20;
const RELOAD_AFTER_MS = 20 * 60 * 1000;
const LANGUAGE = "ro";

function startOver() {
  window.location.replace(document.body.dataset.idleHref || window.location.pathname);
}

/** The beginning itself stays as it is, unless something was typed, said, or its form grew old. */
function needsStartingOver(form, openedAt) {
  const typed = form && [...form.querySelectorAll("[data-digits]")].some((field) => field.value);
  const untouched = form && !typed && !document.querySelector(".field-error");
  const ours = document.documentElement.lang === LANGUAGE;
  return !untouched || !ours || Date.now() - openedAt > RELOAD_AFTER_MS;
}

export function watchIdle(form) {
  const limit = Number(document.body.dataset.idleSeconds || 30) + WARN_SECONDS;
  const box = document.querySelector("[data-idle]");
  const line = box.querySelector("[data-idle-text]");
  const openedAt = Date.now();
  let left = limit;
  const stay = () => {
    left = limit;
    box.hidden = true;
    line.textContent = "";
  };
  ["pointerdown", "keydown", "input"].forEach((kind) => document.addEventListener(kind, stay));
  setInterval(() => {
    if (!needsStartingOver(form, openedAt)) return stay();
    left -= 1;
    if (left <= 0) return startOver();
    if (left > WARN_SECONDS) return undefined;
    box.hidden = false;
    // Said once, not every second: a screen reader would never end.
    if (left === WARN_SECONDS) line.textContent = line.dataset.idleText.replace("{n}", WARN_SECONDS);
    return undefined;
  }, 1000);
}
