/* Conditions as rows that anybody can fill: a name, a comparison, a value. What is more than that stays text. */

import { isName, literal, quoted, tokens, written } from "./panel_literals.js";

const COMPARED = new Set(["==", "!=", "<", "<=", ">", ">="]);

/** What may be asked of a name, by its kind; `any` allows all. */
export const OPERATORS = {
  choice: ["==", "!=", "in", "given", "missing"],
  text: ["==", "!=", "given", "missing"],
  number: ["==", "!=", "<", "<=", ">", ">=", "given", "missing"],
  date: ["==", "<", "<=", ">", ">=", "given", "missing"],
  yes_no: ["yes", "no"],
  list: ["has", "given", "missing"],
  object: ["given", "missing"],
  any: ["yes", "no", "==", "!=", "<", "<=", ">", ">=", "in", "has", "given", "missing"],
};
const VALUELESS = new Set(["yes", "no", "given", "missing"]);

export const needsValue = (operator) => !VALUELESS.has(operator);

/** `{all, rows: [{name, operator, values, kind}]}`, or null where the text is no such list. */
export function parsed(text) {
  if (!text.trim()) return { all: true, rows: [] };
  const found = tokens(text);
  if (!found) return null;
  const parts = divided(found);
  if (!parts) return null;
  const rows = parts.terms.map(row);
  return rows.every(Boolean) ? { all: parts.all, rows } : null;
}

/** The terms between `and`s or between `or`s; null where both stand in one text. */
function divided(found) {
  const terms = [[]];
  const joiners = new Set();
  for (const token of found) {
    if (token === "and" || token === "or") {
      joiners.add(token);
      terms.push([]);
    } else {
      terms.at(-1).push(token);
    }
  }
  return joiners.size > 1 ? null : { all: !joiners.has("or"), terms };
}

function row(term) {
  const [first, second] = term;
  if (term.length === 1 && isName(first)) return { name: first, operator: "yes", values: [] };
  if (term.length === 2 && first === "not" && isName(second)) return { name: second, operator: "no", values: [] };
  if (term.length === 3 && second === "in" && isName(term[2])) return contains(term);
  if (!isName(first)) return null;
  if (second === "is") return missing(term);
  if (second === "in" && term[2] === "[" && term.at(-1) === "]") return among(term);
  return compared(term);
}

function compared([name, operator, value, ...more]) {
  const found = more.length || !COMPARED.has(operator) ? null : literal(value);
  if (!found) return null;
  if (found.kind === "none") return { name, operator: operator === "==" ? "missing" : "given", values: [] };
  if (found.kind === "yes_no") return { name, operator: (found.value === "yes") === (operator === "==") ? "yes" : "no", values: [] };
  return { name, operator, values: [found.value], kind: found.kind };
}

function missing(term) {
  const rest = term.slice(2).join(" ");
  if (rest === "None") return { name: term[0], operator: "missing", values: [] };
  return rest === "not None" ? { name: term[0], operator: "given", values: [] } : null;
}

function contains([value, , name]) {
  const found = literal(value);
  return found ? { name, operator: "has", values: [found.value], kind: found.kind } : null;
}

function among(term) {
  const inner = term.slice(3, -1).filter((_, at) => at % 2 === 0).map(literal);
  const commas = term.slice(3, -1).filter((_, at) => at % 2 === 1);
  if (!inner.length || inner.some((one) => !one) || commas.some((one) => one !== ",")) return null;
  return { name: term[0], operator: "in", values: inner.map((one) => one.value), kind: inner[0].kind };
}

/** The rows as an expression; rows without a name or a value say nothing yet. */
export function expression({ all, rows }) {
  return rows.map(said).filter(Boolean).join(all ? " and " : " or ");
}

function said({ name, operator, values = [], kind = "text" }) {
  if (!name || (needsValue(operator) && !values.some((one) => one !== ""))) return "";
  const value = (one) => (kind === "number" ? written("number", one) : quoted(one, '"'));
  if (operator === "yes") return name;
  if (operator === "no") return `not ${name}`;
  if (operator === "given") return `${name} is not None`;
  if (operator === "missing") return `${name} is None`;
  if (operator === "in") return `${name} in [${values.map(value).join(", ")}]`;
  if (operator === "has") return `${value(values[0])} in ${name}`;
  return `${name} ${operator} ${value(values[0])}`;
}
