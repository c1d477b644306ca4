/** Every version of a chapter there ever was: what it changed, and the way back to it. */
import { Accordion, Badge, Button, Drawer, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";

import { usePersonName } from "../../../shared/names";
import { Empty, Failure } from "../../../shared/States";
import { useMayEdit } from "../../SettingsPage";
import type { Line } from "./changes";
import { Changes } from "./Changes";
import { useRollBack } from "./useRollBack";
import { versionQuery, versionsQuery, type ChapterName, type Chapters, type Version } from "./useChapter";
import type { Editing } from "./useEditing";

interface Props<Name extends ChapterName, Form> {
  edit: Editing<Name, Form>;
  lines: (value: Chapters[Name]) => Line[];
  opened: boolean;
  onClose: () => void;
}

export function VersionsDrawer<Name extends ChapterName, Form>(props: Props<Name, Form>) {
  const t = useTranslations("rules.versions");
  return (
    <Drawer
      opened={props.opened}
      onClose={props.onClose}
      position="right"
      size="min(560px, 100%)"
      title={t("title")}
    >
      <Versions {...props} />
    </Drawer>
  );
}

function Versions<Name extends ChapterName, Form>({ edit, lines, onClose }: Props<Name, Form>) {
  const t = useTranslations("rules.versions");
  const format = useFormatter();
  const personName = usePersonName();
  const [open, setOpen] = useState<string | null>(null);
  const versions = useQuery(versionsQuery(edit.name, edit.base.version));
  if (versions.isPending) return <Skeleton height={160} />;
  if (!versions.data) return <Failure error={versions.error} retry={() => void versions.refetch()} />;
  if (versions.data.length === 0) return <Empty title={t("none")} hint={t("noneHint")} />;
  return (
    <Accordion variant="separated" radius="md" value={open} onChange={setOpen}>
      {versions.data.map((each) => (
        <Accordion.Item key={each.version} value={String(each.version)}>
          <Accordion.Control>
            <Text component="span" size="sm" fw={600}>
              {t("number", { version: each.version })}
              {each.version === edit.base.version && (
                <Badge ml={8} size="xs" variant="light" tt="none">
                  {t("inForce")}
                </Badge>
              )}
            </Text>
            <Text component="div" size="xs" c="dimmed">
              {each.by ? personName(each.by) : t("nobody")}
              {each.at &&
                ` · ${format.dateTime(new Date(each.at), { dateStyle: "medium", timeStyle: "short" })}`}
            </Text>
            {each.comment && (
              <Text component="div" size="sm">
                {each.comment}
              </Text>
            )}
          </Accordion.Control>
          <Accordion.Panel>
            {open === String(each.version) && (
              <OneVersion edit={edit} lines={lines} version={each} onDone={onClose} />
            )}
          </Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  );
}

interface OneProps<Name extends ChapterName, Form> {
  edit: Editing<Name, Form>;
  lines: (value: Chapters[Name]) => Line[];
  version: Version;
  onDone: () => void;
}

function OneVersion<Name extends ChapterName, Form>({ edit, lines, version, onDone }: OneProps<Name, Form>) {
  const t = useTranslations("rules.versions");
  const mayEdit = useMayEdit();
  const [rollBack, busy] = useRollBack(edit);
  const number = version.version;
  const found = useQuery(versionQuery(edit.name, number));
  const before = useQuery({ ...versionQuery(edit.name, number - 1), enabled: number > 1 });
  if (found.isPending || (number > 1 && before.isPending)) return <Skeleton height={80} />;
  if (!found.data) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const current = number === edit.base.version;
  return (
    <Stack gap="xs">
      <Text size="xs" c="dimmed" fw={600}>
        {number > 1 ? t("changed") : t("first")}
      </Text>
      <Changes before={before.data ? lines(before.data.value) : []} after={lines(found.data.value)} />
      {!current && (
        <>
          <Text size="xs" c="dimmed" fw={600} mt="xs">
            {t("goingBack")}
          </Text>
          <Changes before={lines(edit.base.value)} after={lines(found.data.value)} />
        </>
      )}
      {!current && mayEdit && (
        <Button
          size="compact-sm"
          variant="light"
          loading={busy}
          disabled={edit.dirty}
          onClick={() => void rollBack(number).then((done) => done && onDone())}
        >
          {edit.dirty ? t("saveFirst") : t("rollBack", { version: number })}
        </Button>
      )}
    </Stack>
  );
}
