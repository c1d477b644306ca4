/** A way from a port to the next step; as wide as it is used, when the heat is shown. */
import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { BaseEdge, EdgeLabelRenderer, getBezierPath, type EdgeProps } from "@xyflow/react";
import { memo } from "react";
import { useFormatter, useTranslations } from "use-intl";

import { useWords } from "../../forms/words";
import type { EdgeKey } from "../../model/edges";
import { useDeeds } from "../deeds";
import type { FlowEdge } from "../nodes";
import { useBoxWords } from "./BoxContext";
import classes from "./edges.module.css";

const WIDEST = 11;

export const FlowEdgeLine = memo(function FlowEdgeLine(props: EdgeProps<FlowEdge>) {
  const { id, data, selected } = props;
  const [path, x, y] = getBezierPath(props);
  const heat = data?.count ?? null;
  const width = heat === null ? undefined : 1.5 + WIDEST * (data?.share ?? 0);
  return (
    <>
      <BaseEdge
        id={id}
        path={path}
        className={classes.edge}
        interactionWidth={22}
        data-glow={data?.glow ?? undefined}
        data-selected={selected || undefined}
        data-heat={heat === null ? undefined : heat > 0 ? "used" : "unused"}
        {...(width !== undefined && { style: { strokeWidth: width } })}
      />
      {(selected || (heat !== null && heat > 0)) && (
        <EdgeLabelRenderer>
          <div
            className={`${classes.label} nodrag nopan`}
            style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
          >
            {selected ? <Chosen id={id as EdgeKey} label={data?.label ?? ""} /> : <Count of={heat ?? 0} />}
          </div>
        </EdgeLabelRenderer>
      )}
    </>
  );
});

function Count({ of }: { of: number }) {
  const format = useFormatter();
  return <b className={classes.count}>{format.number(of)}</b>;
}

function Chosen({ id, label }: { id: EdgeKey; label: string }) {
  const t = useTranslations("flows.editor");
  const words = useWords();
  const { unlink } = useDeeds();
  const { mayEdit } = useBoxWords();
  return (
    <span className={classes.chosen}>
      {label && <span dir="auto">{words(label)}</span>}
      {mayEdit && (
        <ActionIcon
          size={20}
          color="red"
          variant="light"
          aria-label={t("unlink")}
          onClick={() => unlink([id])}
        >
          <IconX size={13} />
        </ActionIcon>
      )}
    </span>
  );
}
