/** How each person did, in numbers; any column puts the rows in order. */
import { UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useState } from "react";
import { useLocale, useTranslations } from "use-intl";

import { saidDuration } from "../../settings/rules/sla/duration";
import { Face } from "../../shared/Face";
import { nextOrder, NUMBERS, ordered, total, type Column, type NameOf, type Order, type Work } from "./table";
import classes from "./WorkTable.module.css";

const HOUR = 3600;

export function WorkTable({ rows, nameOf }: { rows: Work[]; nameOf: NameOf }) {
  const t = useTranslations("team.work");
  const locale = useLocale();
  const [order, setOrder] = useState<Order>({ by: "effort", descending: true });
  const plain = new Intl.NumberFormat(locale);
  const said = (by: Column, value: number | null) => {
    if (value === null) return "–";
    if (by !== "first_response") return plain.format(value);
    return saidDuration(value < HOUR ? Math.max(1, value) : Math.round(value / 60) * 60, locale);
  };
  return (
    <div className={classes.frame}>
      <table className={classes.table}>
        <thead>
          <tr>
            {(["person", ...NUMBERS] as const).map((by) => (
              <Heading key={by} by={by} order={order} onOrder={setOrder} />
            ))}
          </tr>
        </thead>
        <tbody>
          {ordered(rows, order, nameOf).map((row) => (
            <tr key={row.operator ?? ""}>
              <th scope="row">
                <span className={classes.person}>
                  {row.operator !== null && <Face name={nameOf(row)} size={26} />}
                  <span title={row.operator === null ? t("nobodyHint") : undefined}>{nameOf(row)}</span>
                </span>
              </th>
              {NUMBERS.map((by) => (
                <td key={by} data-none={!row[by]} data-late={by === "breaches" && row.breaches > 0}>
                  {said(by, row[by])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {rows.length > 1 && (
          <tfoot>
            <tr>
              <th scope="row">{t("total")}</th>
              {NUMBERS.map((by) => (
                <td key={by}>{by === "first_response" ? "" : said(by, total(rows, by))}</td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}

interface HeadingProps {
  by: Column;
  order: Order;
  onOrder: (order: Order) => void;
}

function Heading({ by, order, onOrder }: HeadingProps) {
  const t = useTranslations("team.work");
  const chosen = order.by === by;
  const Mark = order.descending ? IconArrowDown : IconArrowUp;
  const sorted = order.descending ? "descending" : "ascending";
  return (
    <th scope="col" aria-sort={chosen ? sorted : "none"}>
      <UnstyledButton title={t(`hints.${by}`)} onClick={() => onOrder(nextOrder(order, by))}>
        {t(`columns.${by}`)}
        <Mark size={13} aria-hidden style={{ visibility: chosen ? "visible" : "hidden" }} />
      </UnstyledButton>
    </th>
  );
}
