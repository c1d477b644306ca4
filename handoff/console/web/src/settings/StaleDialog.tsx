/** Somebody saved first: both side by side, and the choice left to the reader. */
import { Button, Group, Modal, SimpleGrid, Stack, Text } from "@mantine/core";
import { useTranslations } from "use-intl";

import classes from "./Settings.module.css";
import { differing, plain } from "./plain";
import type { Editor } from "./useEditor";

interface Props<Form extends object> {
  editor: Editor<Form>;
  label: (field: keyof Form & string) => string;
}

export function StaleDialog<Form extends object>({ editor, label }: Props<Form>) {
  const t = useTranslations("settings.stale");
  const { theirs, form } = editor;
  if (!theirs) return null;
  const fields = differing(form, theirs.form);
  return (
    <Modal opened onClose={editor.goOn} size="xl" title={t("title")}>
      <Stack>
        <Text size="sm">{fields.length === 0 ? t("same") : t("text")}</Text>
        {fields.map((field) => (
          <div key={field}>
            <Text size="sm" fw={600} mb={4}>
              {label(field)}
            </Text>
            <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xs">
              <figure className={classes.side}>
                <figcaption>{t("mine")}</figcaption>
                <pre dir="auto">{plain(form[field])}</pre>
              </figure>
              <figure className={classes.side}>
                <figcaption>{t("theirs")}</figcaption>
                <pre dir="auto">{plain(theirs.form[field])}</pre>
              </figure>
            </SimpleGrid>
          </div>
        ))}
        <Group justify="flex-end">
          <Button variant="default" onClick={editor.goOn}>
            {t("back")}
          </Button>
          <Button variant="default" onClick={editor.takeTheirs}>
            {t("take")}
          </Button>
          <Button color="amber.7" loading={editor.busy} onClick={() => void editor.overwrite()}>
            {t("overwrite")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
