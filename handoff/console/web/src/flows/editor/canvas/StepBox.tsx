/** A step on the canvas: what it is, what it says, its ways out, and what is wrong with it. */
import { Tooltip } from "@mantine/core";
import { IconAlertTriangle, IconCircleX } from "@tabler/icons-react";
import { Handle, Position, useUpdateNodeInternals, type NodeProps } from "@xyflow/react";
import { memo, useEffect, useRef } from "react";
import { useTranslations } from "use-intl";

import { useWords } from "../../forms/words";
import { IN, inRows } from "../../model/geometry";
import { previewOf } from "../../model/preview";
import type { Port } from "../../model/types";
import { lookOf } from "../looks";
import type { StepNode } from "../nodes";
import { useBoxWords } from "./BoxContext";
import { Badges } from "./Badges";
import classes from "./boxes.module.css";

export const StepBox = memo(function StepBox({ id, data, selected }: NodeProps<StepNode>) {
  const { step, ports, errors, warnings, glow, found } = data;
  const t = useTranslations("flows.editor");
  const { kindTitle, fieldsOf, languages, valueOf } = useBoxWords();
  const lost = data.lost ? data.lost.split("\n") : [];
  const names = [...ports.map((each) => each.name), ...lost].join("\n");
  useFreshHandles(id, names);
  const { icon: Mark, color } = lookOf(step.kind);
  const kind = kindTitle(step.kind);
  const preview = previewOf(step, fieldsOf(step.kind), languages, valueOf);
  const rows = inRows(ports, lost);
  return (
    <div
      className={classes.box}
      data-selected={selected || undefined}
      data-glow={glow ?? undefined}
      data-found={found || undefined}
      data-wrong={errors > 0 || undefined}
      style={{ "--box-color": `var(--mantine-color-${color}-6)` } as React.CSSProperties}
    >
      <Handle
        id={IN}
        type="target"
        position={Position.Left}
        className={classes.in}
        aria-label={t("leadsHere")}
      />
      <div className={classes.head}>
        <span className={classes.icon} aria-hidden>
          <Mark size={17} stroke={1.8} />
        </span>
        <span className={classes.names}>
          <b dir="auto">{step.title || kind}</b>
          {step.title && <small>{kind}</small>}
        </span>
        {errors + warnings > 0 && (
          <Tooltip label={errors ? t("errors", { count: errors }) : t("warnings", { count: warnings })}>
            <span className={classes.mark} data-error={errors > 0 || undefined}>
              {errors ? <IconCircleX size={17} aria-hidden /> : <IconAlertTriangle size={17} aria-hidden />}
            </span>
          </Tooltip>
        )}
      </div>
      <p className={classes.preview} dir="auto" data-empty={!preview || undefined}>
        {preview || t("nothingYet")}
      </p>
      {rows ? (
        <ul className={classes.ports}>
          {ports.map((port) => (
            <PortRow key={port.name} port={port} />
          ))}
          {lost.map((name) => (
            <li key={name} data-lost>
              <span>{t("lostPort", { name })}</span>
              <Handle id={name} type="source" position={Position.Right} className={classes.out} />
            </li>
          ))}
        </ul>
      ) : (
        [...ports.map((each) => each.name), ...lost].map((name) => (
          <Handle key={name} id={name} type="source" position={Position.Right} className={classes.soleOut} />
        ))
      )}
      {data.badges && <Badges badges={data.badges} />}
    </div>
  );
});

function PortRow({ port }: { port: Port }) {
  const words = useWords();
  const [, own] = port.name.split(":");
  const label = own === undefined ? words(port.label) : port.label || own;
  return (
    <li data-quiet={port.optional || port.falls_to !== null || undefined}>
      <span dir="auto">{label}</span>
      <Handle
        id={port.name}
        type="source"
        position={Position.Right}
        className={classes.out}
        aria-label={label}
      />
    </li>
  );
}

/** React Flow remembers where dots were; other dots have to be looked for anew. */
export function useFreshHandles(id: string, names: string): void {
  const update = useUpdateNodeInternals();
  const before = useRef(names);
  useEffect(() => {
    // Those of a new box are known. To look for them lays out the page: for each box that comes into view, while zooming.
    if (before.current !== names) update(id);
    before.current = names;
  }, [update, id, names]);
}
