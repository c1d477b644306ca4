/** Whether a number or an address is shown to be the customer's own, and how to find out. */
import { Tooltip, UnstyledButton } from "@mantine/core";
import { IconRosetteDiscountCheck } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import type { Conversation } from "../api/types";
import { Copied } from "../inbox/context/parts";
import contextClasses from "../inbox/context/ContextPanel.module.css";
import { isConfirmed } from "./confirmed";
import classes from "./People.module.css";
import { useJoining } from "./useJoining";

interface Props {
  conversation: Conversation;
  kind: "phone" | "email";
  text: string;
  /** The reader may write to the customer. */
  mine: boolean;
}

export function Confirmed({ conversation, kind, text, mine }: Props) {
  const t = useTranslations("people");
  const joining = useJoining(conversation.id);
  const confirmed = isConfirmed(conversation.customer.verified ?? [], kind, text);
  return (
    <>
      <Copied text={text} />
      {confirmed && (
        <Tooltip label={t(`confirmed.${kind}`)}>
          <IconRosetteDiscountCheck
            className={classes.confirmed}
            size={15}
            role="img"
            aria-label={t(`confirmed.${kind}`)}
          />
        </Tooltip>
      )}
      {!confirmed && kind === "email" && mine && (
        <UnstyledButton
          className={contextClasses.hint}
          display="block"
          disabled={joining.busy}
          onClick={() => void joining.confirmEmail(text)}
        >
          {t("confirm")}
        </UnstyledButton>
      )}
    </>
  );
}
