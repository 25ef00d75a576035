/* Digits for a finger, into the field touched last; a scanner may type wherever the focus is. */

/** `say(key, n)` tells a screen reader what was typed. */
export function wirePad(pad, say) {
  const fields = [...pad.closest("form").querySelectorAll("[data-digits]")];
  let field = fields.find((one) => one.autofocus) ?? fields[0];
  const take = (one) => { field = one; };
  const full = (one) => one.value.length >= Number(one.dataset.digits);

  fields.forEach((one) => {
    one.setAttribute("inputmode", "none"); // our pad, not the system's
    one.addEventListener("focus", () => take(one));
  });

  function type(change) {
    field.value = change(field.value);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    say(field.value ? "sayTyped" : "sayCleared", field.value.length);
  }

  function step() {
    const next = fields[fields.indexOf(field) + 1];
    if (full(field) && next) take(next);
  }

  function press(key) {
    if ("clear" in key.dataset) {
      fields.forEach((one) => { one.value = ""; });
      take(fields[0]);
      type(() => "");
    } else if ("back" in key.dataset) {
      if (!field.value && fields.indexOf(field) > 0) take(fields[fields.indexOf(field) - 1]);
      type((value) => value.slice(0, -1));
    } else if (!full(field)) {
      type((value) => value + key.dataset.key);
      step();
    }
  }

  pad.hidden = false;
  pad.addEventListener("click", (event) => {
    const key = event.target.closest("button");
    if (!key) return;
    press(key);
    if (event.detail > 0) field.focus(); // a finger; a keyboard keeps its place in the pad
  });
  field.focus();
  catchScanner(fields);
}

/** A token begins with a letter: it belongs into the code's field. */
function catchScanner(fields) {
  const code = fields.find((one) => one.name === "credential");
  document.addEventListener("keydown", (event) => {
    const printable = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey && event.key !== " ";
    if (!printable) return;
    const letter = /\D/.test(event.key);
    if (code && letter && document.activeElement !== code) code.focus();
    else if (!fields.includes(document.activeElement)) (letter ? code ?? fields[0] : fields[0]).focus();
  });
}
