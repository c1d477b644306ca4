/** Somebody saved first: both wordings side by side, and the choice left to the reader. */
import { Button, Group, Modal, SimpleGrid, Stack, Text } from "@mantine/core";
import { useTranslations } from "use-intl";

import type { Article } from "../api/types";
import { changedFields, toForm, type Form } from "./form";
import classes from "./StaleDialog.module.css";

interface Props {
  mine: Form;
  theirs: Article;
  busy: boolean;
  onOverwrite: () => void;
  onReload: () => void;
  onClose: () => void;
}

export function StaleDialog({ mine, theirs, busy, onOverwrite, onReload, onClose }: Props) {
  const t = useTranslations("knowledge");
  const their = toForm(theirs.wording);
  const fields = changedFields(mine, their);
  const label = { title: t("articleTitle"), topic: t("topic"), questions: t("questions"), body: t("body") };
  return (
    <Modal opened onClose={onClose} size="xl" title={t("stale.title", { by: theirs.updated_by })}>
      <Stack>
        <Text size="sm">{fields.length === 0 ? t("stale.same") : t("stale.text")}</Text>
        {fields.map((field) => (
          <div key={field}>
            <Text size="sm" fw={600} mb={4}>
              {label[field]}
            </Text>
            <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xs">
              <figure className={classes.side}>
                <figcaption>{t("stale.mine")}</figcaption>
                <pre dir="auto">{mine[field] || "–"}</pre>
              </figure>
              <figure className={classes.side}>
                <figcaption>{t("stale.theirs", { by: theirs.updated_by })}</figcaption>
                <pre dir="auto">{their[field] || "–"}</pre>
              </figure>
            </SimpleGrid>
          </div>
        ))}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("stale.back")}
          </Button>
          <Button variant="default" onClick={onReload}>
            {t("stale.reload")}
          </Button>
          <Button color="amber.7" loading={busy} onClick={onOverwrite}>
            {t("stale.overwrite")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
