/** Every version there ever was; an earlier wording can become the draft again. */
import { Accordion, Button, Drawer, Skeleton, Stack, Text } from "@mantine/core";
import { useFormatter, useTranslations } from "use-intl";

import type { Article } from "../api/types";
import { Failure } from "../shared/States";
import { Markdown } from "./Markdown";
import { StatusBadge } from "./StatusBadge";
import { useVersions } from "./useArticle";
import classes from "./VersionsDrawer.module.css";

interface Props {
  article: Article;
  opened: boolean;
  busy: boolean;
  dirty: boolean;
  onClose: () => void;
  onRestore: (version: number) => void;
}

export function VersionsDrawer({ opened, onClose, ...rest }: Props) {
  const t = useTranslations("knowledge.versions");
  return (
    <Drawer opened={opened} onClose={onClose} position="right" size="min(460px, 100%)" title={t("title")}>
      <Versions {...rest} />
    </Drawer>
  );
}

function Versions({ article, busy, dirty, onRestore }: Omit<Props, "opened" | "onClose">) {
  const t = useTranslations("knowledge.versions");
  const format = useFormatter();
  const versions = useVersions(article.id, article.version);
  if (versions.isPending) return <Skeleton height={160} />;
  if (!versions.data) return <Failure error={versions.error} retry={() => void versions.refetch()} />;
  return (
    <Accordion variant="separated" radius="md">
      {versions.data.map((each) => (
        <Accordion.Item key={each.version} value={String(each.version)}>
          <Accordion.Control>
            <span className={classes.head}>
              <Text component="span" size="sm" fw={600}>
                {t("number", { version: each.version })}
              </Text>
              <StatusBadge status={each.status} changed={false} size="xs" />
            </span>
            <Text component="span" size="xs" c="dimmed">
              {each.updated_by} ·{" "}
              {format.dateTime(new Date(each.updated_at), { dateStyle: "medium", timeStyle: "short" })}
            </Text>
          </Accordion.Control>
          <Accordion.Panel>
            <Stack gap="xs">
              <Text fw={600}>{each.wording.title}</Text>
              <Markdown text={each.wording.body} />
              {each.version !== article.version && (
                <Button
                  size="compact-sm"
                  variant="light"
                  loading={busy}
                  disabled={dirty}
                  onClick={() => onRestore(each.version)}
                >
                  {dirty ? t("saveFirst") : t("restore")}
                </Button>
              )}
            </Stack>
          </Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  );
}
