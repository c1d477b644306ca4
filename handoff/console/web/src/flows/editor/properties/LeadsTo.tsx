/** Where each way out leads, to be chosen without a mouse, too: a step that is there, or a new one. */
import { Input, Select } from "@mantine/core";
import { useTranslations } from "use-intl";

import { useForm, useProblemsAt } from "../../forms/FormContext";
import { useProblemWords } from "../../forms/useProblemWords";
import { useWords } from "../../forms/words";
import { stepsOf, target } from "../../model/draft";
import { lostPorts } from "../../model/ports";
import type { Port } from "../../model/types";
import { useDeeds } from "../deeds";
import { useFlowEditor } from "../EditorContext";
import classes from "./Properties.module.css";

const NEW = "\0new:";

export function LeadsTo({ id }: { id: string }) {
  const t = useTranslations("flows.editor");
  const { flow, ports } = useFlowEditor();
  const own = ports[id] ?? [];
  const lost = lostPorts(flow, id, own);
  if (own.length + lost.length === 0) return null;
  return (
    <section className={classes.ways} aria-label={t("leadsTo")}>
      <h3>{t("leadsTo")}</h3>
      {own.map((port) => (
        <Way key={port.name} id={id} port={port} own={own} />
      ))}
      {lost.map((name) => (
        <WaySelect key={name} id={id} port={name} label={t("lostPort", { name })} error={t("lostPortHint")} />
      ))}
    </section>
  );
}

function Way({ id, port, own }: { id: string; port: Port; own: readonly Port[] }) {
  const t = useTranslations("flows.editor");
  const words = useWords();
  const said = ({ name, label }: Port) => {
    const [, own] = name.split(":");
    return own === undefined ? words(label) : label || own;
  };
  const heir = own.find((each) => each.name === port.falls_to);
  const tell = useProblemWords();
  const problem = useProblemsAt(port.name)[0];
  return (
    <WaySelect
      id={id}
      port={port.name}
      label={said(port)}
      placeholder={heir ? t("as", { port: said(heir) }) : port.optional ? t("endsHere") : t("nowhere")}
      error={problem && tell(problem).message}
    />
  );
}

interface WayProps {
  id: string;
  port: string;
  label: string;
  placeholder?: string;
  error?: string | undefined;
}

export function WaySelect({ id, port, label, placeholder, error }: WayProps) {
  const t = useTranslations("flows.editor");
  const words = useWords();
  const { flow, kinds, nameOf } = useFlowEditor();
  const { connect, add } = useDeeds();
  const { readOnly } = useForm();
  const names = Object.keys(stepsOf(flow)).map((each) => ({ value: each, label: nameOf(each) }));
  const fresh = kinds.steps.map((each) => ({ value: NEW + each.kind, label: words(each.title) }));
  return (
    <Input.Wrapper data-field={port}>
      <Select
        searchable
        clearable
        limit={80}
        label={label}
        error={error}
        disabled={readOnly}
        placeholder={placeholder ?? t("nowhere")}
        nothingFoundMessage={t("noStep")}
        data={[
          { group: t("steps"), items: names },
          { group: t("newStep"), items: fresh },
        ]}
        value={target(flow, id, port)}
        onChange={(value) => {
          const kind = kinds.steps.find((each) => NEW + each.kind === value);
          if (kind) add(kind, null, { step: id, port });
          else connect(id, port, value);
        }}
      />
    </Input.Wrapper>
  );
}
