/** What the customer, the desk and the clock can do in a try. */
import { ActionIcon, Menu, TextInput, Tooltip } from "@mantine/core";
import {
  IconBolt,
  IconClock,
  IconFile,
  IconLink,
  IconMapPin,
  IconPhoto,
  IconPlus,
  IconSend2,
  IconUserQuestion,
  IconWebhook,
} from "@tabler/icons-react";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";

import type { Action, Input, Waiting } from "./model";
import { PutDialog, type Putting } from "./PutDialog";
import { secondsTo } from "./times";
import classes from "./Trial.module.css";
import { useSpan } from "./useSpan";

const LEAPS = [60, 600, 3600, 86_400];

interface Props {
  act: (action: Action) => void;
  now: string;
  waiting: Waiting | null;
  /** When people are there next; now, if they are. */
  opensAt: string | null;
}

export function TrialComposer({ act, now, waiting, opensAt }: Props) {
  const t = useTranslations("flows.trial");
  const [text, setText] = useState("");
  const [putting, setPutting] = useState<Putting | null>(null);
  const put = (input: Input) => act({ kind: "put", input });
  return (
    <form
      className={classes.composer}
      onSubmit={(event) => {
        event.preventDefault();
        if (!text.trim()) return;
        put({ kind: "said", text: text.trim() });
        setText("");
      }}
    >
      <PutMenu put={put} onAsk={setPutting} />
      <ClockMenu put={put} onAsk={setPutting} now={now} waiting={waiting} opensAt={opensAt} />
      <TextInput
        flex={1}
        size="sm"
        aria-label={t("say")}
        placeholder={t("say")}
        autoComplete="off"
        dir="auto"
        maxLength={4000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Tooltip label={t("send")}>
        <ActionIcon type="submit" size="lg" variant="filled" aria-label={t("send")} disabled={!text.trim()}>
          <IconSend2 size={18} />
        </ActionIcon>
      </Tooltip>
      {putting && (
        <PutDialog
          what={putting}
          now={now}
          onPut={(input) => {
            put(input);
            setPutting(null);
          }}
          onClose={() => setPutting(null)}
        />
      )}
    </form>
  );
}

interface MenuProps {
  put: (input: Input) => void;
  onAsk: (what: Putting) => void;
}

function PutMenu({ put, onAsk }: MenuProps) {
  const t = useTranslations("flows.trial.put");
  return (
    <Menu position="top-start" withArrow shadow="md">
      <Menu.Target>
        <ActionIcon size="lg" color="gray" aria-label={t("title")}>
          <IconPlus size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("customer")}</Menu.Label>
        <Menu.Item
          leftSection={<IconPhoto size={16} />}
          onClick={() => put({ kind: "file", name: "photo.jpg", mime: "image/jpeg" })}
        >
          {t("photo")}
        </Menu.Item>
        <Menu.Item leftSection={<IconFile size={16} />} onClick={() => onAsk("file")}>
          {t("file")}
        </Menu.Item>
        <Menu.Item leftSection={<IconMapPin size={16} />} onClick={() => onAsk("place")}>
          {t("place")}
        </Menu.Item>
        <Menu.Item leftSection={<IconLink size={16} />} onClick={() => onAsk("link")}>
          {t("link")}
        </Menu.Item>
        <Menu.Item leftSection={<IconUserQuestion size={16} />} onClick={() => put({ kind: "person" })}>
          {t("person")}
        </Menu.Item>
        <Menu.Label>{t("desk")}</Menu.Label>
        <Menu.Item leftSection={<IconBolt size={16} />} onClick={() => onAsk("event")}>
          {t("event")}
        </Menu.Item>
        <Menu.Item leftSection={<IconWebhook size={16} />} onClick={() => onAsk("hook")}>
          {t("hook")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function ClockMenu({ put, onAsk, now, waiting, opensAt }: MenuProps & Omit<Props, "act">) {
  const t = useTranslations("flows.trial.clock");
  const format = useFormatter();
  const span = useSpan();
  const said = (at: string) => format.dateTime(new Date(at), { dateStyle: "medium", timeStyle: "short" });
  const leap = (seconds: number) => put({ kind: "wait", seconds });
  const until = waiting?.until;
  return (
    <Menu position="top-start" withArrow shadow="md">
      <Menu.Target>
        <ActionIcon size="lg" color="gray" aria-label={t("title")}>
          <IconClock size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("now", { at: said(now) })}</Menu.Label>
        {LEAPS.map((seconds) => (
          <Menu.Item key={seconds} onClick={() => leap(seconds)}>
            + {span(seconds)}
          </Menu.Item>
        ))}
        {until && (
          <Menu.Item onClick={() => leap(secondsTo(until, now))}>
            {t("goesOn", { at: said(until) })}
          </Menu.Item>
        )}
        {opensAt && opensAt !== until && secondsTo(opensAt, now) > 0 && (
          <Menu.Item onClick={() => leap(secondsTo(opensAt, now))}>
            {t("opening", { at: said(opensAt) })}
          </Menu.Item>
        )}
        <Menu.Item onClick={() => onAsk("wait")}>{t("other")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
