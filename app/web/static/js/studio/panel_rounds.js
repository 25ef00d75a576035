/* A step that is done several times: for each of a list, so many times, or again while something holds. */

import { is } from "./panel_basics.js";
import { expression, value } from "./panel_expression.js";
import { note, text } from "./panel_fields.js";

export function rounds(context, element) {
  const loop = is(element, "bpmn:Activity") && element.businessObject.loopCharacteristics;
  if (!loop) return null;
  const fields = loop.$type === "bpmn:StandardLoopCharacteristics" ? standard(context, element, loop) : multiple(context, element, loop);
  return { key: "rounds", title: context.say.rounds, fields };
}

function standard(context, element, loop) {
  const { model, say } = context;
  return [
    expression(context, {
      key: "loop-while", label: say.loop_while, value: loop.loopCondition?.body ?? "",
      onKeep: (said) => model.setIn(element, loop, { loopCondition: model.formal(said, loop) }),
    }),
    text({
      key: "loop-most", label: say.loop_most, hint: say.loop_most_hint, value: loop.loopMaximum ?? "",
      onKeep: (said) => context.quietly(() => model.setIn(element, loop, { loopMaximum: Number.parseInt(said, 10) || undefined })),
    }),
  ];
}

function multiple(context, element, loop) {
  const { model, say } = context;
  const set = (properties) => model.setIn(element, loop, properties);
  const formal = (name) => (said) => set({ [name]: model.formal(said, loop) });
  const quietly = (act) => (said) => context.quietly(() => act(said.trim()));
  const item = (name, type) => (said) => set({ [name]: said ? model.make(type, { id: said }, loop) : undefined });
  return [
    note(loop.isSequential ? say.one_by_one : say.at_once),
    value(context, { key: "collection", label: say.collection, hint: say.collection_hint, type: "expression", value: overOf(loop), onKeep: (said) => set({ "cityhall:collection": said, loopDataInputRef: undefined }) }),
    value(context, { key: "cardinality", label: say.cardinality, hint: say.cardinality_hint, type: "number", value: loop.loopCardinality?.body ?? "", onKeep: formal("loopCardinality") }),
    text({ key: "item", label: say.item, hint: say.item_hint, mono: true, value: loop.inputDataItem?.id, onKeep: quietly(item("inputDataItem", "bpmn:DataInput")) }),
    text({ key: "round-result", label: say.round_result, hint: say.round_result_hint, mono: true, value: loop.outputDataItem?.id, onKeep: quietly(item("outputDataItem", "bpmn:DataOutput")) }),
    text({ key: "results", label: say.results, hint: say.results_hint, mono: true, value: resultsOf(loop), onKeep: quietly((said) => set({ "cityhall:results": said, loopDataOutputRef: undefined })) }),
    expression(context, { key: "until", label: say.until, hint: say.until_hint, value: loop.completionCondition?.body ?? "", onKeep: formal("completionCondition") }),
  ];
}

/** BPMN's own way names a data object; ours an expression. */
const overOf = (loop) => loop.get("cityhall:collection") || loop.loopDataInputRef?.id || "";
const resultsOf = (loop) => loop.get("cityhall:results") || loop.loopDataOutputRef?.id || "";
