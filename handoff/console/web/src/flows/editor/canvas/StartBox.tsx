/** Where the flow begins: its triggers, each with the way to its first step. */
import { Tooltip } from "@mantine/core";
import { IconBolt, IconCircleX } from "@tabler/icons-react";
import { Handle, Position, type NodeProps } from "@xyflow/react";
import { memo } from "react";
import { useTranslations } from "use-intl";

import { START } from "../../model/edges";
import { previewOf } from "../../model/preview";
import { useDeeds } from "../deeds";
import { triggerLook } from "../looks";
import type { StartNode } from "../nodes";
import { ofTrigger } from "../selection";
import { useBoxWords } from "./BoxContext";
import classes from "./boxes.module.css";
import { useFreshHandles } from "./StepBox";

export const StartBox = memo(function StartBox({ data, selected }: NodeProps<StartNode>) {
  const t = useTranslations("flows.editor");
  const { triggerTitle, triggerFieldsOf, languages, valueOf } = useBoxWords();
  const { choose } = useDeeds();
  useFreshHandles(START, data.triggers.map((each) => each.id).join("\n"));
  return (
    <div className={classes.box} data-start data-selected={selected || undefined}>
      <div className={classes.head}>
        <span className={classes.icon} aria-hidden>
          <IconBolt size={17} stroke={1.8} />
        </span>
        <span className={classes.names}>
          <b>{t("start")}</b>
        </span>
        {data.errors > 0 && (
          <Tooltip label={t("errors", { count: data.errors })}>
            <span className={classes.mark} data-error>
              <IconCircleX size={17} aria-hidden />
            </span>
          </Tooltip>
        )}
      </div>
      {data.triggers.length === 0 && <p className={classes.none}>{t("noTriggers")}</p>}
      <ul className={classes.ports} data-start>
        {data.triggers.map((trigger) => {
          const { icon: Mark } = triggerLook(trigger.kind);
          const said = previewOf(trigger, triggerFieldsOf(trigger.kind), languages, valueOf);
          return (
            <li key={trigger.id} data-selected={data.selected === trigger.id || undefined}>
              <button
                type="button"
                className="nopan"
                onClick={(event) => {
                  event.stopPropagation();
                  choose(ofTrigger(trigger.id));
                }}
              >
                <Mark size={15} stroke={1.8} aria-hidden />
                <span dir="auto">{said || triggerTitle(trigger.kind)}</span>
              </button>
              <Handle
                id={trigger.id}
                type="source"
                position={Position.Right}
                className={classes.out}
                aria-label={triggerTitle(trigger.kind)}
              />
            </li>
          );
        })}
      </ul>
    </div>
  );
});
