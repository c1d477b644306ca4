/** The bell of the rail: how much was not read yet, and behind it what was told, the latest first. */
import {
  Indicator,
  Popover,
  ScrollArea,
  Skeleton,
  Stack,
  Text,
  Tooltip,
  UnstyledButton,
} from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconBell, IconBellZ } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useNavigate } from "react-router";
import { useTranslations } from "use-intl";

import type { Notice } from "../api/types";
import { useCommands } from "../app/commands";
import rail from "../app/Rail.module.css";
import { Ago } from "../shared/Ago";
import { useComplain } from "../shared/problems";
import { Empty, Failure } from "../shared/States";
import classes from "./Bell.module.css";
import { useNoticeWords } from "./useNoticeWords";
import { useNotices, useReadNotices } from "./useNotices";

export function Bell() {
  const t = useTranslations("notices");
  const rails = useTranslations("rail");
  const [opened, setOpened] = useState(false);
  const beside = useMediaQuery("(min-width: 761px)", true, { getInitialValueInEffect: false });
  const unread = useNotices().data?.unread ?? 0;
  const label = t("unread", { count: unread });
  const read = useReadNotices();
  const complain = useComplain();

  useCommands(
    "everywhere",
    useMemo(
      () => [
        {
          id: "notices",
          label: t("title"),
          group: rails("goTo"),
          keys: ["u"],
          run: () => setOpened(true),
        },
      ],
      [t, rails],
    ),
  );

  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      // What was on the screen is read when it is put away, so that it can be told apart until then.
      onExitTransitionEnd={() => void read().catch(complain)}
      position={beside ? "right-end" : "top"}
      width="min(370px, calc(100vw - 24px))"
      trapFocus
      returnFocus
      shadow="lg"
      withArrow
    >
      <Indicator label={unread} disabled={unread === 0} color="amber.7" size={17} offset={5}>
        <Tooltip label={label} position="right" disabled={opened}>
          <Popover.Target>
            <UnstyledButton className={rail.item} aria-label={label} onClick={() => setOpened(!opened)}>
              <IconBell size={21} stroke={1.7} />
            </UnstyledButton>
          </Popover.Target>
        </Tooltip>
      </Indicator>
      <Popover.Dropdown p={0}>
        <h2 className={classes.title}>{t("title")}</h2>
        <Told onOpen={() => setOpened(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Told({ onOpen }: { onOpen: () => void }) {
  const t = useTranslations("notices");
  const notices = useNotices();
  if (notices.isPending) {
    return (
      <Stack p="md" gap="sm">
        <Skeleton height={12} width="60%" />
        <Skeleton height={12} />
      </Stack>
    );
  }
  if (!notices.data) return <Failure error={notices.error} retry={() => void notices.refetch()} />;
  if (notices.data.items.length === 0)
    return <Empty icon={IconBellZ} title={t("empty")} hint={t("emptyHint")} />;
  return (
    <ScrollArea.Autosize mah="min(480px, 70dvh)" type="hover">
      <ul className={classes.list}>
        {notices.data.items.map((each) => (
          <li key={each.id}>
            <One notice={each} onOpen={onOpen} />
          </li>
        ))}
      </ul>
    </ScrollArea.Autosize>
  );
}

function One({ notice, onOpen }: { notice: Notice; onOpen: () => void }) {
  const t = useTranslations("notices");
  const navigate = useNavigate();
  const words = useNoticeWords();
  const open = () => {
    onOpen();
    // A group of operators that was lost is of no conversation.
    if (notice.conversation_id) void navigate(`/inbox/open/${encodeURIComponent(notice.conversation_id)}`);
  };
  return (
    <UnstyledButton
      className={classes.notice}
      data-unread={notice.read_at === null}
      data-late={notice.happening === "sla_breach"}
      onClick={open}
    >
      <span className={classes.head}>
        <Text component="span" size="sm" fw={600} truncate flex={1} dir="auto">
          {notice.customer}
        </Text>
        {notice.read_at === null && <span className={classes.fresh}>{t("fresh")}</span>}
        <Ago at={notice.at} className={classes.time} />
      </span>
      <Text component="span" display="block" size="xs">
        {words(notice)}
      </Text>
    </UnstyledButton>
  );
}
