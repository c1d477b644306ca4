/** Writing in texts that the messenger has approved: the way to a customer when it does not take our own words. */
import { Anchor, Group, Loader, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";

import type { Conversation, Template } from "../../../api/types";
import { Failure } from "../../../shared/States";
import { TemplateFields } from "./TemplateFields";
import { TemplateList } from "./TemplateList";
import classes from "./Templates.module.css";
import { useTemplates } from "./useTemplates";

interface Props {
  conversation: Conversation;
  /** Our own words are not taken now. */
  shut: boolean;
  onDone: () => void;
}

export function Templates({ conversation, shut, onDone }: Props) {
  const t = useTranslations("composer.template");
  const window = useTranslations("composer.window");
  const templates = useTemplates(conversation.id);
  const [chosen, setChosen] = useState<Template | null>(null);
  return (
    <div className={classes.templates}>
      <Group gap={10} wrap="nowrap" justify="space-between">
        <Text size="xs" c="dimmed" role="status">
          {shut ? window("shutChoose") : t("hint")}
        </Text>
        {!shut && (
          <Anchor component="button" size="xs" onClick={onDone}>
            {t("back")}
          </Anchor>
        )}
      </Group>
      {chosen ? (
        <TemplateFields
          conversation={conversation}
          template={chosen}
          onBack={() => setChosen(null)}
          onSent={() => {
            setChosen(null);
            onDone();
          }}
        />
      ) : templates.data ? (
        <TemplateList conversation={conversation} all={templates.data.items} onChoose={setChosen} />
      ) : templates.isPending ? (
        <Loader size="sm" m="sm" aria-label={t("loading")} />
      ) : (
        <Failure error={templates.error} retry={() => void templates.refetch()} />
      )}
    </div>
  );
}
