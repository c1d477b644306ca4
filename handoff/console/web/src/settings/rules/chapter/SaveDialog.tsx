/** Before saving: what changes, and a word why, for whoever reads the versions later. */
import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { Changes } from "./Changes";
import type { Line } from "./changes";
import type { ChapterName, Chapters } from "./useChapter";
import type { Editing } from "./useEditing";

interface Props<Name extends ChapterName, Form> {
  edit: Editing<Name, Form>;
  lines: (value: Chapters[Name]) => Line[];
  onClose: () => void;
}

export function SaveDialog<Name extends ChapterName, Form>({ edit, lines, onClose }: Props<Name, Form>) {
  const t = useTranslations("rules");
  const [comment, setComment] = useState("");
  const submit = async () => {
    // Whatever came of it is told behind the dialog, where the fields are.
    await edit.save(comment.trim());
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={t("saveTitle")} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Stack>
          <Changes before={lines(edit.base.value)} after={lines(edit.value)} />
          <TextInput
            data-autofocus
            label={t("comment")}
            placeholder={t("commentHint")}
            maxLength={500}
            value={comment}
            onChange={(event) => setComment(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("back")}
            </Button>
            <Button type="submit" loading={edit.busy}>
              {t("saveNow")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
