/** The form of what is chosen: a step, a trigger, several steps at once, or the flow itself. */
import { FormContext, type Form } from "../../forms/FormContext";
import { stepsOf, triggersOf, withVariable } from "../../model/draft";
import { START } from "../../model/edges";
import type { Problem } from "../../model/types";
import { useDeeds } from "../deeds";
import { useFlowEditor } from "../EditorContext";
import type { Selection } from "../selection";
import { FlowForm } from "./FlowForm";
import { ManySteps } from "./ManySteps";
import { namesOf } from "./names";
import { StepForm } from "./StepForm";
import { TriggerForm } from "./TriggerForm";
import { TriggerList } from "./TriggerList";

export function Properties({ selection }: { selection: Selection }) {
  const { flow, problems } = useFlowEditor();
  const ids = [...selection.steps].filter((id) => id !== START);
  const [only] = ids;
  const trigger = triggersOf(flow).find((each) => each.id === selection.trigger);
  const place = triggersOf(flow).findIndex((each) => each.id === selection.trigger);
  if (ids.length > 1) return <ManySteps count={ids.length} />;
  if (only !== undefined && stepsOf(flow)[only]) {
    return (
      <Within problems={problems.filter((each) => each.step === only)}>
        <StepForm key={only} id={only} />
      </Within>
    );
  }
  if (trigger) {
    const prefix = `triggers.${place}.`;
    const own = problems
      .filter((each) => each.step === null && each.field.startsWith(prefix))
      .map((each) => ({ ...each, field: each.field.slice(prefix.length) }));
    return (
      <Within problems={own}>
        <TriggerForm key={trigger.id} trigger={trigger} />
      </Within>
    );
  }
  const ofFlow = problems.filter((each) => each.step === null);
  return (
    <Within problems={ofFlow}>{selection.steps.has(START) ? <TriggerList alone /> : <FlowForm />}</Within>
  );
}

function Within({ problems, children }: { problems: readonly Problem[]; children: React.ReactNode }) {
  const { flow, kinds, company, nameOf, mayEdit, shown } = useFlowEditor();
  const { change } = useDeeds();
  const form: Form = {
    languages: flow.languages,
    readOnly: !mayEdit || shown !== null,
    pickable: namesOf(flow, company),
    variables: Object.keys(flow.variables ?? {}),
    declare: (name) => change((now) => withVariable(now, name)),
    company,
    kinds,
    steps: stepsOf(flow),
    nameOf,
    problems,
  };
  return <FormContext value={form}>{children}</FormContext>;
}
