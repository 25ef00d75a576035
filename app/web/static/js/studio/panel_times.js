/* Times in words: „după 3 zile”, „la data din…”, „la fiecare 7 zile” – and as timers write them (ISO 8601). */

import { isName, literal, quoted } from "./panel_literals.js";

const LENGTH = /^P(?:(\d+)M|(\d+)W|(\d+)D|T(\d+)H|T(\d+)M)$/;
const UNITS = ["months", "weeks", "days", "hours", "minutes"];
const FORMS = { months: (n) => `P${n}M`, weeks: (n) => `P${n}W`, days: (n) => `P${n}D`, hours: (n) => `PT${n}H`, minutes: (n) => `PT${n}M` };
const CYCLE = /^R(\d*)\/(P[^/]+)$/;

export const units = ["minutes", "hours", "days", "weeks", "months"];

/** `{count, unit}` of a length with one part. */
export function length(iso) {
  const found = LENGTH.exec(iso ?? "");
  if (!found) return null;
  const at = found.slice(1).findIndex((part) => part !== undefined);
  return { count: found[at + 1], unit: UNITS[at] };
}

export const iso = ({ count, unit }) => FORMS[unit](Number(count));

/** How a timer's text was meant: after, setting, day, field, cycle or free. */
export function read(kind, text) {
  const value = literal(text);
  const plain = value?.kind === "text" ? value.value : null;
  if (!text) return { way: kind === "timeDate" ? "field" : kind === "timeCycle" ? "cycle" : "after" };
  if (kind === "timeDuration" && length(plain)) return { way: "after", ...length(plain) };
  if (kind === "timeDuration" && text.startsWith("settings.") && isName(text)) return { way: "setting", name: text };
  if (kind === "timeDate" && isName(text)) return { way: "field", name: text };
  if (kind === "timeDate" && /^\d{4}-\d\d-\d\d$/.test(plain ?? "")) return { way: "day", day: plain };
  const cycle = CYCLE.exec(plain ?? "");
  if (kind === "timeCycle" && cycle && length(cycle[2])) return { way: "cycle", times: cycle[1], ...length(cycle[2]) };
  return { way: "free", text };
}

const KINDS = { after: "timeDuration", setting: "timeDuration", day: "timeDate", field: "timeDate", cycle: "timeCycle" };

/** Which of BPMN's timers says it, and its text; "" while something is missing. */
export function written(said, kind) {
  return { kind: KINDS[said.way] ?? kind, text: textOf(said) };
}

function textOf({ way, count, unit, name, day, times, text }) {
  if (way === "free") return text ?? "";
  if (way === "setting" || way === "field") return name ?? "";
  if (way === "day") return day ? quoted(day, '"') : "";
  if (!(Number(count) > 0)) return "";
  const span = iso({ count, unit: unit ?? "days" });
  return quoted(way === "cycle" ? `R${Number(times) > 0 ? Number(times) : ""}/${span}` : span, '"');
}
