/** Somebody saved first: what they changed, what the reader has, and the choice left to the reader. */
import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useTranslations } from "use-intl";

import { Changes } from "./Changes";
import type { Line } from "./changes";
import type { ChapterName, Chapters } from "./useChapter";
import type { Editing } from "./useEditing";

interface Props<Name extends ChapterName, Form> {
  edit: Editing<Name, Form>;
  theirs: NonNullable<Editing<Name, Form>["theirs"]>;
  lines: (value: Chapters[Name]) => Line[];
}

export function FasterDialog<Name extends ChapterName, Form>({ edit, theirs, lines }: Props<Name, Form>) {
  const t = useTranslations("rules.faster");
  const { by, saved } = theirs;
  return (
    <Modal opened onClose={edit.forgive} size="xl" title={t("title", { by, version: saved.version })}>
      <Stack>
        {saved.comment && <Text size="sm">“{saved.comment}”</Text>}
        <section>
          <Text size="sm" fw={600} mb={6}>
            {t("they", { by })}
          </Text>
          <Changes before={lines(edit.base.value)} after={lines(saved.value)} />
        </section>
        <section>
          <Text size="sm" fw={600} mb={6}>
            {t("overwriting")}
          </Text>
          <Changes before={lines(saved.value)} after={lines(edit.value)} />
        </section>
        <Group justify="flex-end">
          <Button variant="default" onClick={edit.forgive}>
            {t("back")}
          </Button>
          <Button variant="default" onClick={() => edit.show(saved)}>
            {t("take", { by })}
          </Button>
          <Button
            color="amber.7"
            loading={edit.busy}
            onClick={() => void edit.save(t("comment", { version: saved.version }), saved.version)}
          >
            {t("overwrite")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
