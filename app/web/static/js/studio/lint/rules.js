/* Our rules and those of bpmnlint that only a drawing needs, as the linter takes them. */

import { fill } from "../page.js";
import { FLOW_RULES } from "./flow_rules.js";
import { graph } from "./graph.js";
import { WORK_RULES } from "./work_rules.js";

const OURS = { ...FLOW_RULES, ...WORK_RULES };
const WARNINGS = new Set(["element.unnamed"]);

const NEED_OFFERS = new Set(["call.unknown", "decision.unknown", "operation.parameters", "operation.unknown", "task.unknown_form"]);

/** The keys that are looked at here at once; for them the server's list need not be waited for. */
export const ownKeys = (offers) => new Set(Object.keys(OURS).filter((key) => offers || !NEED_OFFERS.has(key)));

/** What the linter wants: `{config, resolver}`. `words` holds {key: {sentence, mend}}; `kinds` names; `offers()` what exists. */
export function linting({ builtIn, words, kinds = {}, offers }) {
  const rules = Object.fromEntries([
    ...Object.keys(OURS).map((key) => [key, WARNINGS.has(key) ? "warn" : "error"]),
    ...Object.keys(builtIn).map((name) => [name, "warn"]),
  ]);
  const resolveRule = (_, name) => (OURS[name]
    ? () => ours(name, words, kinds, offers())
    : (given) => told(builtIn[name](given), words[name]?.sentence));
  return { config: { rules }, resolver: { resolveRule } };
}

function ours(key, words, kinds, offers) {
  return { check: (node, reporter) => {
    if (node.$type !== "bpmn:Definitions") return false;
    for (const [element, facts] of OURS[key](graph(node), offers ?? {})) {
      reporter.report(element.id, fill(words[key]?.sentence ?? key, spoken(facts, kinds)), { facts });
    }
    return false;
  } };
}

const spoken = (facts, kinds) => (facts && "kind" in facts ? { ...facts, kind: kinds[facts.kind] ?? facts.kind } : facts);

/** A rule of bpmnlint that says our sentence instead of its own. */
function told(rule, sentence) {
  const saying = (reporter) => ({ report: (id, message, more) => reporter.report(id, sentence ?? message, more) });
  const wrapped = (check) => check && ((node, reporter) => check(node, saying(reporter)));
  const { check } = rule;
  return { check: typeof check === "function" ? wrapped(check) : { enter: wrapped(check.enter), leave: wrapped(check.leave) } };
}
