/** Several steps are chosen. */
import { Button, Stack, Text } from "@mantine/core";
import { IconCopy, IconCopyPlus, IconTrash } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import { useDeeds } from "../deeds";
import { useFlowEditor } from "../EditorContext";
import classes from "./Properties.module.css";
import { useCopy } from "../useClipboard";

export function ManySteps({ count }: { count: number }) {
  const t = useTranslations("flows.editor");
  const { mayEdit, shown } = useFlowEditor();
  const { remove, duplicate } = useDeeds();
  const copy = useCopy();
  return (
    <Stack gap="xs" className={classes.form}>
      <Text fw={600}>{t("chosen", { count })}</Text>
      <Button variant="default" leftSection={<IconCopy size={16} />} onClick={copy}>
        {t("copy")}
      </Button>
      {mayEdit && !shown && (
        <>
          <Button variant="default" leftSection={<IconCopyPlus size={16} />} onClick={duplicate}>
            {t("duplicate")}
          </Button>
          <Button variant="default" color="red" leftSection={<IconTrash size={16} />} onClick={remove}>
            {t("delete")}
          </Button>
        </>
      )}
    </Stack>
  );
}
