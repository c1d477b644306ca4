/** The flow itself: its name, languages, priority, triggers and variables. */
import { NumberInput, Stack, TagsInput } from "@mantine/core";
import { useTranslations } from "use-intl";

import { useLanguageName } from "../../../shared/names";
import { LanguageTexts } from "../../../settings/fields/LanguageTexts";
import { useForm, useProblemsAt } from "../../forms/FormContext";
import { useProblemWords } from "../../forms/useProblemWords";
import { useWords } from "../../forms/words";
import { withFlow } from "../../model/draft";
import { useDeeds } from "../deeds";
import { useFlowEditor } from "../EditorContext";
import { ProblemsHere } from "./ProblemsHere";
import classes from "./Properties.module.css";
import { TriggerList } from "./TriggerList";
import { VariableTable } from "./VariableTable";

export function FlowForm() {
  const t = useTranslations("flows.editor");
  const words = useWords();
  const { flow, company } = useFlowEditor();
  const { change } = useDeeds();
  const { readOnly } = useForm();
  const languageName = useLanguageName();
  const tell = useProblemWords();
  const wrongName = useProblemsAt("name", true)[0];
  return (
    <Stack gap="lg" className={classes.form}>
      <header className={classes.head}>
        <h2>{t("settings")}</h2>
      </header>
      <ProblemsHere path="" />
      <div data-field="name">
        <LanguageTexts
          label={words("Name")}
          texts={flow.name}
          languages={flow.languages}
          readOnly={readOnly}
          error={wrongName && tell(wrongName).message}
          onChange={(name) => change((now) => withFlow(now, { name }), "name")}
        />
      </div>
      <TagsInput
        data-field="languages"
        label={words("Languages")}
        description={words("The first stands in for others.")}
        readOnly={readOnly}
        data={company.languages}
        renderOption={({ option }) => `${languageName(option.value)} (${option.value})`}
        value={flow.languages}
        onChange={(languages) => {
          if (languages.length > 0) change((now) => withFlow(now, { languages }));
        }}
      />
      <TriggerList />
      <VariableTable />
      <NumberInput
        data-field="priority"
        label={words("Priority")}
        description={t("priorityHint")}
        allowDecimal={false}
        readOnly={readOnly}
        value={flow.priority ?? 0}
        onChange={(value) => {
          if (typeof value === "number") change((now) => withFlow(now, { priority: value }), "priority");
        }}
      />
    </Stack>
  );
}
