/* What the studio takes from bpmn.io to draw diagrams; our own pages stand in app/web/static/js/studio. */

import lint from "bpmn-js-bpmnlint";
import { CreateAppendAnythingModule as append } from "bpmn-js-create-append-anything";
import tokenSimulation from "bpmn-js-token-simulation";
import minimap from "diagram-js-minimap";

export { Linter } from "bpmnlint";
export { default as Modeler } from "bpmn-js/lib/Modeler";
export { default as Viewer } from "bpmn-js/lib/NavigatedViewer";
export { builtIn } from "./built_in_rules.js";

export const modules = { append, lint, minimap, tokenSimulation };
