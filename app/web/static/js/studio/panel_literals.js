/* Expressions that are a plain value, and values as expressions: 'text', 12, True, settings.limit. */

const TEXT = /^'((?:[^'\\]|\\.)*)'$|^"((?:[^"\\]|\\.)*)"$/;
const NUMBER = /^-?\d+(?:\.\d+)?$/;
export const NAME = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/;
const KEYWORDS = new Set(["and", "or", "not", "in", "is", "if", "else", "True", "False", "None"]);

export function isName(text) {
  return NAME.test(text) && !KEYWORDS.has(text);
}

/** `{kind, value}` of a plain value: text, number, yes_no, none; null for anything else. */
export function literal(text) {
  const trimmed = (text ?? "").trim();
  const quoted = TEXT.exec(trimmed);
  if (quoted) return { kind: "text", value: (quoted[1] ?? quoted[2]).replace(/\\(.)/g, "$1") };
  if (NUMBER.test(trimmed)) return { kind: "number", value: trimmed };
  if (trimmed === "True" || trimmed === "False") return { kind: "yes_no", value: trimmed === "True" ? "yes" : "no" };
  if (trimmed === "None") return { kind: "none", value: "" };
  return null;
}

/** The value as the expression language writes it. */
export function written(kind, value) {
  if (kind === "number") return String(value).trim().replace(",", ".");
  if (kind === "yes_no") return value === "yes" ? "True" : "False";
  return quoted(value);
}

export function quoted(value, mark = "'") {
  const inner = String(value).replace(/\\/g, "\\\\").replaceAll(mark, `\\${mark}`);
  return mark + inner + mark;
}

/** Words, numbers, texts and signs of an expression; null where it holds something else. */
export function tokens(text) {
  const found = [];
  const one = /\s*('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*|[<>=!]=|[<>[\],()])/y;
  const end = text.trimEnd().length;
  while (one.lastIndex < end) {
    const hit = one.exec(text);
    if (!hit) return null;
    found.push(hit[1]);
  }
  return found;
}
