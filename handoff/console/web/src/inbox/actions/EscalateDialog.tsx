/** Up to the line above, with what the colleagues there should know. */
import { useTranslations } from "use-intl";

import { useLines } from "../../api/queries";
import type { Conversation } from "../../api/types";
import { useLineName } from "../../shared/names";
import type { Desk } from "../useDesk";
import { ReasonDialog } from "./ReasonDialog";

interface Props {
  opened: boolean;
  onClose: () => void;
  conversation: Conversation;
  desk: Desk;
}

export function EscalateDialog({ opened, onClose, conversation: { session }, desk }: Props) {
  const t = useTranslations("escalating");
  const lineName = useLineName();
  const above = useLines().find((each) => "line" in session && each.id === session.line)?.escalates_to;
  if (!above) return null;
  return (
    <ReasonDialog
      opened={opened}
      title={t("title", { line: lineName(above) })}
      text={t("text")}
      confirm={t("confirm")}
      busy={desk.busy}
      onSubmit={desk.escalate}
      onClose={onClose}
    />
  );
}
