/** Why it was decided so: what was known and who was there, and whether it comes out the same today. */
import { Collapse, Loader, Text, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { IconChevronRight } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import { api, ask } from "../../api/client";
import type { Decision, Message } from "../../api/types";
import { DecisionWhy } from "../why/DecisionWhy";
import classes from "./BeliefLine.module.css";

export function DecisionLine({ message, decision }: { message: Message; decision: Decision }) {
  const t = useTranslations("why.decision");
  const [opened, { toggle }] = useDisclosure(false);
  return (
    <div className={classes.decision}>
      <UnstyledButton className={classes.line} aria-expanded={opened} onClick={toggle}>
        {t("show")}
        <IconChevronRight size={12} className={classes.turn} data-open={opened} aria-hidden />
      </UnstyledButton>
      <Collapse expanded={opened}>
        <div className={classes.why}>
          <DecisionWhy decision={decision} />
          {opened && <Again message={message} />}
        </div>
      </Collapse>
    </div>
  );
}

function Again({ message }: { message: Message }) {
  const t = useTranslations("why.decision");
  const conversation = message.session_id.slice(0, message.session_id.lastIndexOf("#"));
  const again = useQuery({
    queryKey: ["decision", message.id],
    queryFn: () =>
      ask(
        api.GET("/api/decisions/{conversation_id}/{number}", {
          params: { path: { conversation_id: conversation, number: message.number } },
        }),
      ),
    staleTime: Infinity,
  });
  if (again.isPending) return <Loader size="xs" mt={6} />;
  if (!again.data) return null;
  const { same, problem } = again.data;
  return (
    <Text size="xs" mt={6} c={same ? "dimmed" : "red"}>
      {problem ?? t(same ? "same" : "differs")}
    </Text>
  );
}
