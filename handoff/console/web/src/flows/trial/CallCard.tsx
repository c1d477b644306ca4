/** A call to another system: what was asked, what came back, and, while nobody has answered, an answer to make up. */
import { Badge, Button, Code, Group, JsonInput, NumberInput, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { said } from "../../shared/said";
import type { Action, Call } from "./model";
import { parsed, pretty } from "./json";
import classes from "./Trial.module.css";

interface Props {
  call: Call;
  /** May it be answered here? */
  open: boolean;
  /** What the step looks for in an answer. */
  example: unknown;
  act: (action: Action) => void;
}

export function CallCard({ call, open, example, act }: Props) {
  const t = useTranslations("flows.trial.call");
  return (
    <section className={classes.call} aria-label={`${call.method} ${call.url}`}>
      <p className={classes.callHead}>
        <Badge component="span" size="sm" variant="default" tt="none">
          {call.method}
        </Badge>
        <code>{call.url}</code>
        <Answer answer={call.answer} />
      </p>
      <details>
        <summary>{t("details")}</summary>
        <Part title={t("headers")} value={call.headers} />
        <Part title={t("body")} value={call.body} />
        {call.answer && <Part title={t("answer")} value={call.answer.body} />}
        {call.answer?.error && <Text size="xs">{said(call.answer.error)}</Text>}
      </details>
      {open && <Stub call={call.id} example={example} act={act} />}
    </section>
  );
}

function Answer({ answer }: { answer: Call["answer"] }) {
  const t = useTranslations("flows.trial.call");
  if (!answer) return null;
  return (
    <Badge component="span" size="sm" variant="light" tt="none" color={answer.ok ? "helpline" : "red"}>
      {answer.status > 0 ? answer.status : t("noAnswer")}
    </Badge>
  );
}

function Part({ title, value }: { title: string; value: unknown }) {
  const empty = value === null || (typeof value === "object" && Object.keys(value ?? {}).length === 0);
  if (value === undefined || empty) return null;
  return (
    <>
      <Text size="xs" c="dimmed" mt={4}>
        {title}
      </Text>
      <Code block fz="xs">
        {pretty(value)}
      </Code>
    </>
  );
}

function Stub({ call, example, act }: { call: string; example: unknown; act: Props["act"] }) {
  const t = useTranslations("flows.trial.call");
  const [status, setStatus] = useState(200);
  const [text, setText] = useState(pretty(example));
  const body = parsed(text);
  const answer = (ok: boolean) =>
    act({
      kind: "put",
      input: ok
        ? { kind: "call", call, ok: status < 400, status, body: body.value, error: "" }
        : { kind: "call", call, ok: false, status: 0, body: null, error: t("timeout") },
    });
  return (
    <Stack gap={6} mt={8}>
      <Text size="xs" fw={600}>
        {t("stub")}
      </Text>
      <Group gap={6} align="flex-start" wrap="nowrap">
        <NumberInput
          size="xs"
          w={74}
          hideControls
          aria-label={t("status")}
          min={100}
          max={599}
          value={status}
          onChange={(value) => setStatus(Number(value) || 200)}
        />
        <JsonInput
          size="xs"
          flex={1}
          autosize
          minRows={2}
          maxRows={8}
          formatOnBlur
          aria-label={t("body")}
          error={body.ok ? undefined : t("notJson")}
          value={text}
          onChange={setText}
        />
      </Group>
      <Group gap={6} justify="flex-end">
        <Button size="compact-xs" variant="default" onClick={() => answer(false)}>
          {t("fail")}
        </Button>
        <Button size="compact-xs" disabled={!body.ok} onClick={() => answer(true)}>
          {t("give")}
        </Button>
      </Group>
    </Stack>
  );
}
