/** Around each chapter: its name and version, saving with a word why, and what may come between. */
import { ActionIcon, Button, Group, Text, Tooltip } from "@mantine/core";
import { useDisclosure, useHotkeys } from "@mantine/hooks";
import { IconArrowBackUp, IconHistory } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useFormatter, useTranslations } from "use-intl";

import { Title } from "../../../app/Title";
import { LeaveGuard } from "../../../shared/LeaveGuard";
import { usePersonName } from "../../../shared/names";
import { useMayEdit } from "../../SettingsPage";
import type { Line } from "./changes";
import classes from "./ChapterFrame.module.css";
import { FasterDialog } from "./FasterDialog";
import { Refused } from "./Refused";
import { SaveDialog } from "./SaveDialog";
import type { ChapterName, Chapters } from "./useChapter";
import type { Editing } from "./useEditing";
import { ProblemsContext } from "./useProblem";
import { VersionsDrawer } from "./VersionsDrawer";

interface Props<Name extends ChapterName, Form> {
  edit: Editing<Name, Form>;
  hint: string;
  lines: (value: Chapters[Name]) => Line[];
  /** More buttons for the head. */
  tools?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
}

export function ChapterFrame<Name extends ChapterName, Form>(props: Props<Name, Form>) {
  const { edit, hint, lines, tools, aside, children } = props;
  const t = useTranslations("rules");
  const sections = useTranslations("settings.sections");
  const mayEdit = useMayEdit();
  const name: ChapterName = edit.name;
  const [saving, savingDialog] = useDisclosure(false);
  const [history, historyDrawer] = useDisclosure(false);
  useHotkeys([["mod+S", () => edit.dirty && mayEdit && savingDialog.open()]], []);

  return (
    <ProblemsContext value={edit.problems}>
      <Title>{sections(name)}</Title>
      <header className={classes.head}>
        <div className={classes.heading}>
          <h2>{sections(name)}</h2>
          <VersionNote edit={edit} />
        </div>
        <Group gap={6} wrap="nowrap">
          {tools}
          <Tooltip label={t("versions.title")}>
            <ActionIcon size="lg" color="gray" aria-label={t("versions.title")} onClick={historyDrawer.open}>
              <IconHistory size={19} />
            </ActionIcon>
          </Tooltip>
          {mayEdit && (
            <>
              <Tooltip label={t("discard")}>
                <ActionIcon
                  size="lg"
                  color="gray"
                  disabled={!edit.dirty}
                  aria-label={t("discard")}
                  onClick={() => edit.show(edit.base)}
                >
                  <IconArrowBackUp size={19} />
                </ActionIcon>
              </Tooltip>
              <Button
                size="compact-md"
                disabled={!edit.dirty}
                loading={edit.busy}
                onClick={savingDialog.open}
              >
                {t("save")}
              </Button>
            </>
          )}
        </Group>
      </header>
      <div className={classes.columns}>
        <main className={classes.scroll}>
          <div className={classes.body}>
            <Text size="sm" c="dimmed">
              {hint}
            </Text>
            <Refused problems={edit.problems} />
            {children}
          </div>
        </main>
        {aside}
      </div>
      <LeaveGuard dirty={edit.dirty} />
      {saving && <SaveDialog edit={edit} lines={lines} onClose={savingDialog.close} />}
      {edit.theirs && <FasterDialog edit={edit} theirs={edit.theirs} lines={lines} />}
      <VersionsDrawer edit={edit} lines={lines} opened={history} onClose={historyDrawer.close} />
    </ProblemsContext>
  );
}

function VersionNote<Name extends ChapterName, Form>({ edit }: { edit: Editing<Name, Form> }) {
  const t = useTranslations("rules");
  const format = useFormatter();
  const personName = usePersonName();
  const { version, by, at, comment } = edit.base;
  const said =
    version === 0 || !at
      ? t("neverSaved")
      : t("version", {
          version,
          by: by ? personName(by) : t("nobody"),
          at: format.dateTime(new Date(at), { dateStyle: "medium", timeStyle: "short" }),
        });
  return (
    <Text size="xs" c="dimmed" truncate title={comment || undefined}>
      {edit.dirty ? `${t("unsaved")} · ${said}` : said}
    </Text>
  );
}
