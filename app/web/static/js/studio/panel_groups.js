/* Which groups of properties an element has, in the order in which an analyst asks for them. */

import { make } from "./page.js";
import { aside, citizen, general, who } from "./panel_basics.js";
import { event } from "./panel_events.js";
import { note } from "./panel_fields.js";
import { flow, gateway } from "./panel_flows.js";
import { kind } from "./panel_kinds.js";
import { extensions } from "./panel_model.js";
import { rounds } from "./panel_rounds.js";
import { around, called, decision, operation, person, script } from "./panel_tasks.js";

const GROUPS = [general, kind, who, person, operation, script, decision, called, gateway, flow, event, rounds, citizen, around, others, aside];
const KNOWN = new Set(["Properties", "ServiceTaskOperator", "CalledDecisionId", "MessageVariable", "MessagePayload", "PreScript", "PostScript"]
  .map((name) => `spiffworkflow:${name}`));
const NAMED = new Set(["formJsonSchemaFilename", "formUiSchemaFilename"]);

export function groupsOf(context, element) {
  return GROUPS.map((group) => group(context, element)).filter((one) => one?.fields.length);
}

/** What the file has of other programs: shown, kept in every save, never changed here. */
function others({ model, say }, element) {
  const step = element.businessObject;
  const attributes = Object.entries(step.$attrs ?? {}).filter(([name]) => name.includes(":") && !name.startsWith("xmlns")).map(([name, value]) => `${name}="${value}"`);
  const properties = Object.entries(model.properties(step)).filter(([name]) => !NAMED.has(name)).map(([name, value]) => `${name} = ${value}`);
  const elements = extensions(step).filter((one) => !KNOWN.has(one.$type)).map(described);
  const all = [...attributes, ...properties, ...elements];
  if (!all.length) return null;
  const list = make("ul", { className: "properties-others" }, ...all.map((one) => make("li", {}, make("code", {}, one))));
  return { key: "others", title: say.others, open: false, fields: [note(say.others_hint), list] };
}

function described(one) {
  const named = Object.entries(one).filter(([name, value]) => !name.startsWith("$") && typeof value === "string").map(([name, value]) => `${name}="${value}"`);
  return `<${one.$type}${named.length ? ` ${named.join(" ")}` : ""}>`;
}

