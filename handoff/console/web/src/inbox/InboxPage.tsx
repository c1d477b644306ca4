/** The inbox: list, thread and what is known about the customer, side by side or one at a time. */
import { Box, Drawer } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconMessages } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { usePreferences } from "../app/preferences";
import { Title } from "../app/Title";
import { Empty } from "../shared/States";
import { ContextPanel } from "./context/ContextPanel";
import { ConversationPane } from "./ConversationPane";
import classes from "./InboxPage.module.css";
import { ConversationList } from "./list/ConversationList";
import type { Jump } from "./thread/useJump";
import { usePlace } from "./usePlace";

export function InboxPage() {
  const t = useTranslations("thread");
  const titles = useTranslations("list");
  const { id, open } = usePlace();
  const { contextOpen, setContextOpen } = usePreferences();
  const wide = useMediaQuery("(min-width: 1180px)", true, { getInitialValueInEffect: false });
  const [drawerOpen, setDrawerOpen] = useState(false);
  const [jump, setJump] = useState<Jump | null>(null);

  const jumpTo = (sessionId: string) => {
    setJump((before) => ({ sessionId, turn: (before?.turn ?? 0) + 1 }));
    setDrawerOpen(false);
  };
  const toggleContext = () => (wide ? setContextOpen(!contextOpen) : setDrawerOpen(true));

  return (
    <Box className={classes.page} data-reading={id !== null}>
      <Title>{titles("title")}</Title>
      <ConversationList />
      {id === null ? (
        <main className={classes.nothing}>
          <Empty icon={IconMessages} title={t("chooseOne")} hint={t("chooseOneHint")} />
        </main>
      ) : (
        <>
          <ConversationPane
            key={id}
            id={id}
            jump={jump}
            contextShown={wide && contextOpen}
            onContext={toggleContext}
            onBack={() => open(null)}
          />
          {wide && contextOpen && (
            <aside className={classes.context} aria-label={t("about")}>
              <ContextPanel id={id} onJump={jumpTo} />
            </aside>
          )}
          {!wide && (
            <Drawer
              opened={drawerOpen}
              onClose={() => setDrawerOpen(false)}
              position="right"
              size="min(360px, 100%)"
              title={t("about")}
              padding="md"
              styles={{ body: { padding: 0 } }}
            >
              <ContextPanel id={id} onJump={jumpTo} />
            </Drawer>
          )}
        </>
      )}
    </Box>
  );
}
