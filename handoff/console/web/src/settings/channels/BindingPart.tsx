/** What a connection is bound to: the line of its sessions, and the flows that may begin there. */
import { MultiSelect, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";

import { useLines } from "../../api/queries";
import { usePreferences } from "../../app/preferences";
import { flowsQuery } from "../../flows/list/queries";
import { useLineName } from "../../shared/names";
import { Part } from "../fields/Part";
import pageClasses from "../Settings.module.css";
import type { ConnectionForm } from "./model";

interface Props {
  form: ConnectionForm;
  change: (part: Partial<ConnectionForm>) => void;
  errorAt: (path: string) => string | undefined;
  readOnly: boolean;
}

export function BindingPart({ form, change, errorAt, readOnly }: Props) {
  const t = useTranslations("connections");
  const { language } = usePreferences();
  const lineName = useLineName();
  const lines = useLines().filter((each) => !each.archived || each.id === form.line);
  const flows = useQuery(flowsQuery).data ?? [];
  const offered = flows.filter((each) => !each.archived || form.flows.includes(each.id));
  const named = new Map(offered.map((each) => [each.id, each.name[language] ?? each.name.en ?? each.id]));
  return (
    <Part id="binding" title={t("binding")} hint={t("bindingHint")}>
      <div className={pageClasses.pair}>
        <Select
          label={t("fields.line")}
          description={t("lineHint")}
          placeholder={t("byTheRules")}
          clearable={!readOnly}
          disabled={readOnly}
          data={lines.map(({ id }) => ({ value: id, label: lineName(id) }))}
          value={form.line}
          error={errorAt("line")}
          onChange={(line) => change({ line })}
        />
        <MultiSelect
          label={t("fields.flows")}
          description={t("flowsHint")}
          placeholder={form.flows.length === 0 ? t("allFlows") : undefined}
          searchable
          disabled={readOnly}
          // One that is gone can still be taken off.
          data={[...new Set([...named.keys(), ...form.flows])].map((value) => ({
            value,
            label: named.get(value) ?? value,
          }))}
          value={form.flows}
          error={errorAt("flows")}
          onChange={(flows) => change({ flows })}
        />
      </div>
    </Part>
  );
}
