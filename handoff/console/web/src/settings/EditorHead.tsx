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
  useHotkeys([["mod+S", () => may && void editor.submit()]], []);
  return (
    <header className={classes.head}>
      <ActionIcon component={Link} to={back} size="lg" color="gray" aria-label={t("back")}>
        <IconArrowLeft size={20} />
      </ActionIcon>
      <h2 dir="auto">{title}</h2>
      {children}
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
            onClick={() => void editor.submit()}
          >
            {t("save")}
          </Button>
        </>
      )}
    </header>
  );
}
