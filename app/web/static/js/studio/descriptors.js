/* The extension elements and attributes that the modeler knows by name (H2's panel edits them).
 *
 * What SpiffWorkflow's parser reads stands here whole, since a descriptor that knows only some children would
 * lose the others. What we do not know is added for each file (`kept`): it must survive every save. */

const SPIFF = "http://spiffworkflow.org/bpmn/schema/1.0/core";
const HALL = "https://farahartie.ro/bpmn/1.0";

const attribute = (name) => ({ name, isAttr: true, type: "String" });
const anything = { name: "others", type: "Element", isMany: true };
const child = (name, type) => ({ name, type });
const children = (name, type) => ({ name, type, isMany: true });
const element = (name, ...properties) => ({ name, superClass: ["Element"], properties: [...properties, anything] });
const text = (name) => ({ name, superClass: ["Element"], properties: [{ name: "value", isBody: true, type: "String" }] });

const TEXTS = [
  "AllowGuest", "CalledDecisionId", "Category", "Expression", "ExpectedOutputJson", "GuestConfirmation", "InputJson",
  "InstructionsForEndUser", "MessagePayload", "MessageVariable", "PayloadExpression", "PostScript", "PreScript",
  "PropertyId", "SignalButtonLabel", "VariableName",
];
const SPIFF_TYPES = [
  ...TEXTS.map(text),
  element("Properties", children("properties", "Property")),
  element("Property", attribute("name"), attribute("value")),
  element("ServiceTaskOperator", attribute("id"), attribute("resultVariable"), child("parameters", "Parameters"), child("retry", "Retry")),
  element("Parameters", children("parameters", "Parameter")),
  element("Parameter", attribute("id"), attribute("type"), attribute("value")),
  element("Retry", attribute("retries"), attribute("backoff_base")),
  element("UnitTests", children("unitTests", "UnitTest")),
  element("UnitTest", attribute("id"), child("inputJson", "InputJson"), child("expectedOutputJson", "ExpectedOutputJson")),
  element("TaskMetadataValues", children("values", "TaskMetadataValue")),
  element("TaskMetadataValue", attribute("name"), attribute("value")),
  element("ProcessVariableCorrelation", child("propertyId", "PropertyId"), child("expression", "Expression")),
  { name: "Rounds", extends: ["bpmn:MultiInstanceLoopCharacteristics"], properties: [attribute("scriptsOnInstances")] },
];

const extending = (type, ...names) => ({
  name: `On${type}`, extends: [`bpmn:${type}`], properties: names.map(attribute),
});
const HALL_TYPES = [
  extending("BaseElement", "name_en"),
  extending("Lane", "role"),
  extending("FlowNode", "label", "label_en", "status", "letter", "due", "department", "correlation"),
  extending("MultiInstanceLoopCharacteristics", "collection", "results"),
];

/** The descriptors for one file: what we know, and what this file has besides in the same namespaces. */
export function descriptors(xml) {
  const root = new DOMParser().parseFromString(xml, "application/xml");
  return {
    spiffworkflow: packed("spiffworkflow", SPIFF, SPIFF_TYPES, root),
    cityhall: packed("cityhall", HALL, HALL_TYPES, root),
  };
}

function packed(prefix, uri, types, root) {
  const known = new Set(types.map((type) => type.name));
  const unknown = [...root.getElementsByTagNameNS(uri, "*")].filter((one) => !known.has(typeName(one.localName)));
  return { name: prefix, prefix, uri, xml: { tagAlias: "lowerCase" }, types: [...types, ...kept(unknown)] };
}

/** Types for elements that nobody described: their attributes, their children or their text, as they are. */
function kept(elements) {
  const byName = Map.groupBy?.(elements, (one) => one.localName) ?? grouped(elements);
  return [...byName].map(([name, same]) => {
    const names = new Set(same.flatMap((one) => [...one.attributes].filter((a) => !a.prefix && a.name !== "xmlns").map((a) => a.name)));
    const holds = same.some((one) => one.childElementCount) ? anything : { name: "value", isBody: true, type: "String" };
    return { name: typeName(name), superClass: ["Element"], properties: [...[...names].map(attribute), holds] };
  });
}

function grouped(elements) {
  const found = new Map();
  for (const one of elements) found.set(one.localName, [...(found.get(one.localName) ?? []), one]);
  return found;
}

const typeName = (name) => name.charAt(0).toUpperCase() + name.slice(1);
