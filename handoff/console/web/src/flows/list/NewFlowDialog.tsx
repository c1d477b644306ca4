/** A new flow: empty, or a copy of a template that is looked at first. */
import { Alert, Button, Group, Modal, MultiSelect, Radio, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { useTranslations } from "use-intl";

import { ApiError } from "../../api/client";
import { usePreferences } from "../../app/preferences";
import { useLanguageName } from "../../shared/names";
import { useExplain } from "../../shared/problems";
import { companyQuery } from "../editor/calls";
import { within } from "../model/preview";
import classes from "./Flows.module.css";
import { idFrom, type Template } from "./model";
import { addFlow, flowsQuery, templatesQuery } from "./queries";
import { TemplatePreview } from "./TemplatePreview";

/** No template has this id. */
const EMPTY = "";

interface Props {
  taken: string[];
  onClose: () => void;
}

export function NewFlowDialog({ taken, onClose }: Props) {
  const t = useTranslations("flows.list");
  const { language } = usePreferences();
  const templates = useQuery(templatesQuery).data ?? [];
  const [chosen, setChosen] = useState<Template | null>(null);
  return (
    <Modal opened onClose={onClose} size="min(980px, 100%)" title={t("newTitle")}>
      <div className={classes.choice}>
        <Radio.Group
          aria-label={t("beginWith")}
          value={chosen?.id ?? EMPTY}
          onChange={(id) => setChosen(templates.find((each) => each.id === id) ?? null)}
        >
          <div className={classes.templates}>
            <Choice value={EMPTY} title={t("empty")} hint={t("emptyHint")} />
            {templates.map((each) => (
              <Choice
                key={each.id}
                value={each.id}
                title={within(each.name, [language, "en"])}
                hint={t("steps", { count: each.steps })}
              />
            ))}
          </div>
        </Radio.Group>
        <Stack gap="sm" miw={0}>
          <NewFlowForm key={chosen?.id ?? ""} template={chosen} taken={taken} onClose={onClose} />
          {chosen && <TemplatePreview template={chosen} />}
        </Stack>
      </div>
    </Modal>
  );
}

function Choice({ value, title, hint }: { value: string; title: string; hint: string }) {
  return (
    <Radio.Card value={value} withBorder={false} className={classes.template}>
      <Radio.Indicator size="xs" />
      <span>
        {title}
        <small>{hint}</small>
      </span>
    </Radio.Card>
  );
}

/** Its name, from which the id comes unless one is given, and its languages. */
function NewFlowForm({ template, taken, onClose }: Props & { template: Template | null }) {
  const t = useTranslations("flows.list");
  const { language } = usePreferences();
  const languageName = useLanguageName();
  const explain = useExplain();
  const client = useQueryClient();
  const navigate = useNavigate();
  const company = useQuery(companyQuery).data;
  const [name, setName] = useState(template ? within(template.name, [language, "en"]) : "");
  const [ownId, setOwnId] = useState<string | null>(null);
  const [ownLanguages, setOwnLanguages] = useState<string[] | null>(null);
  const known = company?.languages ?? ["en"];
  // A template is copied with the texts that it has in the company's languages.
  const offered = template ? known.filter((each) => each in template.name) : known;
  const all = offered.length > 0 ? offered : ["en"];
  const languages = ownLanguages ?? all;
  const id = ownId ?? idFrom(template?.id ?? name, taken);
  const first = languages.includes(language) ? language : (languages[0] ?? "en");
  const create = useMutation({
    mutationFn: () =>
      addFlow({
        id,
        name: { ...(template && pick(template.name, languages)), [first]: name.trim() },
        languages,
        template: template?.id ?? null,
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: flowsQuery.queryKey });
      await navigate(`/flows/${encodeURIComponent(id)}`);
    },
  });
  const error = create.error;
  const field = error instanceof ApiError ? error.field : null;
  const errorAt = (wanted: string) => (error && field?.split(".")[0] === wanted ? explain(error) : undefined);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate();
      }}
    >
      <Stack gap="sm">
        <TextInput
          data-autofocus
          label={t("name")}
          required
          maxLength={200}
          dir="auto"
          value={name}
          error={errorAt("name")}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <div className={classes.pair}>
          <TextInput
            label={t("id")}
            description={t("idHint")}
            inputWrapperOrder={["label", "input", "description", "error"]}
            required
            maxLength={64}
            pattern="[a-z0-9][a-z0-9_\-]*"
            value={id}
            error={taken.includes(id) ? t("idTaken") : errorAt("id")}
            onChange={(event) => setOwnId(event.currentTarget.value)}
          />
          <MultiSelect
            label={t("languages")}
            description={t("languagesHint")}
            inputWrapperOrder={["label", "input", "description", "error"]}
            data={all.map((value) => ({ value, label: languageName(value) }))}
            value={languages}
            error={errorAt("languages")}
            onChange={setOwnLanguages}
          />
        </div>
        {error && !["name", "id", "languages"].includes(field?.split(".")[0] ?? "") && (
          <Alert color="red" p="xs" role="alert">
            <Text size="sm">{explain(error)}</Text>
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button
            type="submit"
            loading={create.isPending}
            disabled={!name.trim() || languages.length === 0 || taken.includes(id)}
          >
            {t("create")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function pick(texts: Record<string, string>, languages: string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).filter(([language]) => languages.includes(language)));
}
