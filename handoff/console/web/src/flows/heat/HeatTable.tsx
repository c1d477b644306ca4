/** The same numbers as over the canvas, to be read in order; a step's name leads there. */
import { UnstyledButton } from "@mantine/core";
import { useTranslations } from "use-intl";

import { useFlowEditor } from "../editor/EditorContext";
import { useWords } from "../forms/words";
import classes from "./Heat.module.css";
import { rows, type HeatView } from "./model";

const LOSSES = ["dropped", "person", "failed"] as const;

export function HeatTable({ view }: { view: HeatView }) {
  const t = useTranslations("flows.heat");
  const words = useWords();
  const { flow, ports, select, nameOf } = useFlowEditor();
  return (
    <div className={classes.frame}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t("columns.step")}</th>
            <th scope="col">{t("columns.sessions")}</th>
            {LOSSES.map((kind) => (
              <th key={kind} scope="col">
                {t(`columns.${kind}`)}
              </th>
            ))}
          </tr>
        </thead>
        {rows(view, flow, ports).map((row) => (
          <tbody key={row.step}>
            <tr>
              <th scope="row">
                {row.known ? (
                  <UnstyledButton
                    className={classes.step}
                    title={nameOf(row.step)}
                    onClick={() => select(row.step)}
                  >
                    {nameOf(row.step)}
                  </UnstyledButton>
                ) : (
                  <span title={t("goneHint")}>
                    <s>{row.step}</s>
                  </span>
                )}
              </th>
              <td>{row.sessions}</td>
              {LOSSES.map((kind) => (
                <td key={kind} data-kind={kind} data-none={row[kind] === 0}>
                  {row[kind]}
                </td>
              ))}
            </tr>
            {row.ways.length > 0 && (
              <tr className={classes.ways}>
                <td colSpan={2 + LOSSES.length}>
                  {row.ways.map((way) => (
                    <small key={way.port}>
                      <span title={words(way.label)}>{words(way.label)}</span> {way.sessions}
                    </small>
                  ))}
                </td>
              </tr>
            )}
          </tbody>
        ))}
      </table>
    </div>
  );
}
