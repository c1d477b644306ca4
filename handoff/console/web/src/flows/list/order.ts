/** The steps of a flow in the order in which somebody would meet them. Pure. */
import { edgesOf, stepsOf, triggersOf } from "../model/draft";
import type { Flow, Step } from "../model/types";

/** From the triggers along the edges, the nearest first; what nothing leads to stands at the end. */
export function inOrder(flow: Flow): [string, Step][] {
  const steps = stepsOf(flow);
  const order = new Set(triggersOf(flow).flatMap((each) => (each.leads_to ? [each.leads_to] : [])));
  // A set goes on to what is added while it is gone through.
  for (const step of order) for (const edge of edgesOf(flow)) if (edge.step === step) order.add(edge.to);
  Object.keys(steps).forEach((step) => order.add(step));
  return [...order].flatMap((id) => {
    const step = steps[id];
    return step ? [[id, step]] : [];
  });
}
