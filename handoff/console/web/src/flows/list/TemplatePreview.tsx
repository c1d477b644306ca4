/** What a template does, step by step, and what it counts on that the company may not have yet. */
import { Alert, Badge, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import { useMemo } from "react";
import { Link } from "react-router";
import { useTranslations } from "use-intl";

import { usePreferences } from "../../app/preferences";
import { readable, useTopicName } from "../../shared/names";
import { companyQuery, kindsQuery } from "../editor/calls";
import { useWords } from "../forms/words";
import { previewOf, reading } from "../model/preview";
import { Triggers } from "./FlowTable";
import classes from "./Flows.module.css";
import { needsOf, type Need, type Template } from "./model";
import { inOrder } from "./order";
import { templateQuery } from "./queries";

export function TemplatePreview({ template }: { template: Template }) {
  const t = useTranslations("flows.list");
  return (
    <Stack gap="sm" component="section" aria-label={t("preview")}>
      <Wanted template={template} />
      <div>
        <Text size="sm" fw={600} mb={4}>
          {t("columns.triggers")}
        </Text>
        <Triggers triggers={template.triggers} />
      </div>
      <div>
        <Text size="sm" fw={600} mb={4}>
          {t("stepsOf")}
        </Text>
        <Steps id={template.id} />
      </div>
    </Stack>
  );
}

/** Where each is made. */
const MADE_AT: Record<Need["kind"], string> = {
  lines: "/settings/lines",
  topics: "/settings/lines",
  secrets: "/settings/flows",
  processes: "/settings/flows",
};

function Wanted({ template: { needs } }: { template: Template }) {
  const t = useTranslations("flows.list");
  const topicName = useTopicName();
  const company = useQuery(companyQuery).data;
  if (!company) return null;
  const all = needsOf(needs, company);
  const missing = all.filter((each) => !each.met);
  const nameOf = ({ kind, id }: Need) => (kind === "topics" ? topicName(id) : id);
  const hosts = needs.hosts.length > 0 && (
    <Text size="sm">{t("hosts", { hosts: needs.hosts.join(", ") })}</Text>
  );
  if (missing.length === 0)
    return (
      <Alert color="helpline" p="xs" icon={<IconCheck size={18} />} title={t("allThere")}>
        {hosts}
      </Alert>
    );
  return (
    <Alert color="amber" p="xs" icon={<IconAlertTriangle size={18} />} title={t("lacking")}>
      <ul className={classes.needs}>
        {missing.map((need) => (
          <li key={`${need.kind}/${need.id}`}>
            {t(`needs.${need.kind}`)}: <strong>{nameOf(need)}</strong>{" "}
            <Link to={MADE_AT[need.kind]}>{t(`make.${need.kind}`)}</Link>
          </li>
        ))}
      </ul>
      {hosts}
    </Alert>
  );
}

function Steps({ id }: { id: string }) {
  const { language } = usePreferences();
  const flow = useQuery(templateQuery(id)).data;
  const kinds = useQuery(kindsQuery).data;
  const words = useWords();
  const read = useMemo(() => reading(kinds?.steps ?? []), [kinds]);
  if (!flow || !kinds) return <Skeleton height={120} />;
  return (
    <ol className={classes.steps}>
      {inOrder(flow).map(([step, value]) => (
        <li key={step}>
          <Badge size="xs" variant="light" tt="none">
            {words(kinds.steps.find((each) => each.kind === value.kind)?.title ?? readable(value.kind))}
          </Badge>
          <span dir="auto">
            {previewOf(value, read(value.kind), [language, "en", ...flow.languages]) || value.title || step}
          </span>
        </li>
      ))}
    </ol>
  );
}
