/** One line, all of it on a page: name, place, people, how sessions reach them, hours, words, limits. */
import { Badge, MultiSelect, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMemo, useState } from "react";
import { useTranslations } from "use-intl";

import { usePreferences } from "../../app/preferences";
import { LeaveGuard } from "../../shared/LeaveGuard";
import { useLanguageName } from "../../shared/names";
import { EditorHead } from "../EditorHead";
import { Part } from "../fields/Part";
import { HoursEditor } from "../hours/HoursEditor";
import classes from "../Settings.module.css";
import { useMayEdit } from "../SettingsPage";
import { StaleDialog } from "../StaleDialog";
import type { StaffView } from "../staff/useStaff";
import { useEditor } from "../useEditor";
import { ArchivePart } from "./parts/ArchivePart";
import { DistributionPart } from "./parts/DistributionPart";
import { LimitsPart } from "./parts/LimitsPart";
import { MembersPart } from "./parts/MembersPart";
import { NamePart } from "./parts/NamePart";
import { PlacePart } from "./parts/PlacePart";
import { QuestionsField } from "./parts/QuestionsField";
import { TextsPart } from "./parts/TextsPart";
import { languagesOf, toLine, type LineForm, type LineRules } from "./model";
import { kept, useLineChanges } from "./useLines";

interface Props {
  line: LineRules;
  staff: StaffView[];
}

export function LineEditor({ line, staff }: Props) {
  const t = useTranslations("lines");
  const { language } = usePreferences();
  const languageName = useLanguageName();
  const readOnly = !useMayEdit() || line.archived;
  const changes = useLineChanges();
  const editor = useEditor<LineForm>(
    useMemo(() => kept(line, staff), [line, staff]),
    {
      toValue: (form) => toLine(form, 0),
      save: async (form, base) => {
        const saved = await changes.save(form, base);
        notifications.show({ message: t("saved"), color: "helpline" });
        return saved;
      },
      reread: () => changes.reread(line.id),
    },
  );
  const { form, change, errorAt } = editor;
  const [added, setAdded] = useState<string[]>([]);
  const known = [...new Set([language, "en", ...staff.flatMap((each) => [...(each.value.languages ?? [])])])];
  const languages = [...new Set([...languagesOf(form), ...added])];
  const shared = { form, change, errorAt, readOnly, languages };

  return (
    <>
      <EditorHead
        back="/settings/lines"
        title={form.names[language] || form.names.en || line.id}
        editor={editor}
        readOnly={readOnly}
      >
        {line.archived && <Badge color="gray">{t("isArchived")}</Badge>}
      </EditorHead>
      <main className={classes.scroll}>
        <form className={classes.form} onSubmit={(event) => event.preventDefault()}>
          <NamePart {...shared}>
            <MultiSelect
              label={t("languages")}
              description={t("languagesHint")}
              readOnly={readOnly}
              data={[...new Set([...languages, ...known])].map((value) => ({
                value,
                label: languageName(value),
              }))}
              value={languages}
              // One that has words stays until they are taken away.
              onChange={setAdded}
            />
          </NamePart>
          <PlacePart {...shared} />
          <MembersPart
            form={form}
            staff={staff}
            readOnly={readOnly}
            onChange={(members) => change({ members })}
          />
          <DistributionPart {...shared} />
          <Part id="hours" title={t("hours.title")} hint={t("hours.hint")}>
            <HoursEditor
              hours={form.hours}
              readOnly={readOnly}
              errorAt={(path) => errorAt(`hours.${path}`)}
              onChange={(hours) => change({ hours })}
            />
            <QuestionsField {...shared} />
          </Part>
          <TextsPart {...shared} />
          <LimitsPart {...shared} />
          {!readOnly && <ArchivePart id={line.id} takesRest={form.takes_rest} dirty={editor.dirty} />}
          <Text size="xs" c="dimmed">
            {t("footer", { id: line.id, version: line.version })}
          </Text>
        </form>
      </main>
      <LeaveGuard dirty={editor.dirty} />
      <StaleDialog editor={editor} label={(field) => t(`fields.${field}`)} />
    </>
  );
}
