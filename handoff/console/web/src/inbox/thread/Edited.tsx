/** The mark of a changed message; pressed, it tells the earlier wordings. */
import { Popover, Stack, Text, UnstyledButton } from "@mantine/core";
import { useFormatter, useTranslations } from "use-intl";

import type { Message } from "../../api/types";

export function Edited({ edits }: { edits: NonNullable<Message["edits"]> }) {
  const t = useTranslations("thread");
  const format = useFormatter();
  return (
    <Popover width={300} position="top" withArrow shadow="md">
      <Popover.Target>
        <UnstyledButton fz="inherit" c="inherit" td="underline">
          {t("edited")}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          {edits.map((edit) => (
            <div key={edit.until}>
              <Text size="xs" c="dimmed">
                {t("until", {
                  at: format.dateTime(new Date(edit.until), { dateStyle: "short", timeStyle: "short" }),
                })}
              </Text>
              <Text size="sm" style={{ whiteSpace: "pre-wrap" }}>
                {edit.text}
              </Text>
            </div>
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
