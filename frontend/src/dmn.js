/* What the studio takes from bpmn.io to draw decision tables. */

export { default as DmnModeler } from "dmn-js/lib/Modeler";
