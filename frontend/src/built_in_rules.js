/* The rules of bpmnlint that stand beside our own (app/web/static/js/studio/lint): what only a drawing shows. */

import duplicateFlows from "bpmnlint/rules/no-duplicate-sequence-flows";
import overlapping from "bpmnlint/rules/no-overlapping-elements";
import superfluousGateway from "bpmnlint/rules/superfluous-gateway";

export const builtIn = {
  "no-duplicate-sequence-flows": duplicateFlows,
  "no-overlapping-elements": overlapping,
  "superfluous-gateway": superfluousGateway,
};
