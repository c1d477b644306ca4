/** The head of an editor: the way back, what is edited, save and discard. */
import { ActionIcon, Button } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconArrowLeft } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { useTranslations } from "use-intl";

import classes from "./Settings.module.css";
import type { Editor } from "./useEditor";

interface Props<Form extends object> {
  back: string;
  title: string;
  editor: Editor<Form>;
  readOnly: boolean;
  children?: ReactNode;
}

export function EditorHead<Form extends object>({ back, title, editor, readOnly, children }: Props<Form>) {
  const t = useTranslations("settings");
  const may = !readOnly && editor.dirty && !editor.busy;
  const save = async () => {
    if (!(await editor.submit())) requestAnimationFrame(showFirstWrong);
  };
  useHotkeys([["mod+S", () => may && void save()]], []);
  return (
    <header className={classes.head}>
      <ActionIcon component={Link} to={back} size="lg" color="gray" aria-label={t("back")}>
        <IconArrowLeft size={20} />
      </ActionIcon>
      <h2 dir="auto">{title}</h2>
      {children}
      {editor.problems.length > 0 && (
        <Button size="compact-md" color="red" variant="light" role="alert" onClick={showFirstWrong}>
          {t("wrong", { count: editor.problems.length })}
        </Button>
      )}
      {!readOnly && (
        <>
          {editor.dirty && (
            <Button size="compact-md" variant="default" disabled={editor.busy} onClick={editor.discard}>
              {t("discard")}
            </Button>
          )}
          <Button
            size="compact-md"
            disabled={!editor.dirty}
            loading={editor.busy}
            onClick={() => void save()}
          >
            {t("save")}
          </Button>
        </>
      )}
    </header>
  );
}

/** In a long form what was refused may be out of sight. */
export function showFirstWrong(): void {
  const field = document.querySelector<HTMLElement>('form [aria-invalid="true"], form [role="alert"]');
  field?.scrollIntoView({ block: "center", behavior: "smooth" });
  field?.focus({ preventScroll: true });
}
