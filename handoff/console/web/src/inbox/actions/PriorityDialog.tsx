/** Decides otherwise than the table, or lets the table decide again. */
import { Button, Group, Radio, Stack } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";

import type { Conversation } from "../../api/types";
import { levelOf, useLevels } from "../marks/levels";
import { PriorityFlag } from "../marks/PriorityFlag";
import type { Desk } from "../useDesk";
import { ReasonDialog } from "./ReasonDialog";

interface Props {
  opened: boolean;
  onClose: () => void;
  conversation: Conversation;
  desk: Desk;
}

export function PriorityDialog({ opened, onClose, conversation: { session }, desk }: Props) {
  const t = useTranslations("prioritising");
  const now = levelOf(session.handling);
  const levels = useLevels().toReversed();
  const [chosen, setChosen] = useState<string | null>(null);
  const close = () => {
    setChosen(null);
    onClose();
  };
  const giveBack = async () => {
    if ((await desk.prioritise(null, "")) === null) close();
  };
  return (
    <ReasonDialog
      opened={opened}
      title={t("title")}
      confirm={t("confirm")}
      busy={desk.busy}
      onSubmit={(reason) => desk.prioritise(chosen ?? now, reason)}
      onClose={close}
    >
      <Radio.Group label={t("level")} value={chosen ?? now} onChange={setChosen}>
        <Stack gap={8} mt={8}>
          {levels.map((each) => (
            <Radio key={each.id} value={each.id} label={<PriorityFlag level={each.id} />} />
          ))}
        </Stack>
      </Radio.Group>
      {session.handling?.priority?.override && (
        <Group>
          <Button size="compact-sm" variant="light" loading={desk.busy} onClick={() => void giveBack()}>
            {t("giveBack")}
          </Button>
        </Group>
      )}
    </ReasonDialog>
  );
}
