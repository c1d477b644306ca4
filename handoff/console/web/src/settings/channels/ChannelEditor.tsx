/** One connection: how it fares, what it is made of, what it is bound to, and what of late went wrong. */
import { Alert, Box, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconAlertTriangle, IconLock } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslations } from "use-intl";

import { Ago } from "../../shared/Ago";
import { ChannelMark } from "../../shared/Face";
import { LeaveGuard } from "../../shared/LeaveGuard";
import { useChannelName } from "../../shared/names";
import { EditorHead } from "../EditorHead";
import { Part } from "../fields/Part";
import pageClasses from "../Settings.module.css";
import { StaleDialog } from "../StaleDialog";
import { useEditor, type Kept } from "../useEditor";
import { AddressPart } from "./AddressPart";
import { BindingPart } from "./BindingPart";
import { Guide } from "./Guide";
import { HealthPart } from "./HealthPart";
import { KindFields } from "./KindFields";
import { LettersPart } from "./LettersPart";
import { masked, toForm, toValue, type ConnectionForm, type ConnectionView, type KindView } from "./model";
import { PayloadsPart } from "./PayloadsPart";
import { channelsQuery, useChannelChanges } from "./queries";
import { StateBadge } from "./StateBadge";
import { SwitchPart } from "./SwitchPart";
import { TestButton } from "./TestButton";

export function ChannelEditor({ connection, kind }: { connection: ConnectionView; kind: KindView }) {
  const t = useTranslations("connections");
  const channelName = useChannelName();
  const client = useQueryClient();
  const changes = useChannelChanges();
  const { name } = connection;
  const readOnly = connection.from_environment;
  const kept = (view: ConnectionView): Kept<ConnectionForm> => ({
    version: view.version,
    form: toForm(view, kind),
  });
  const editor = useEditor<ConnectionForm>(
    useMemo(() => ({ version: connection.version, form: toForm(connection, kind) }), [connection, kind]),
    {
      toValue,
      save: async (form, base) => {
        const saved = await changes.save(name, form, base);
        notifications.show({ message: t("saved"), color: "helpline" });
        return kept(saved);
      },
      reread: async () => {
        const now = await client.fetchQuery({ ...channelsQuery, staleTime: 0 });
        return kept(now.find((each) => each.name === name) ?? connection);
      },
    },
  );
  const { form, change, errorAt, dirty } = editor;
  // The environment knows only what its messenger is called.
  const title = readOnly ? channelName(kind.name) : form.title;
  return (
    <>
      <EditorHead back="/settings/channels" title={title || name} editor={editor} readOnly={readOnly}>
        <Box visibleFrom="xs">
          <ChannelMark channel={kind.name} size={26} />
        </Box>
        <StateBadge state={connection.health.state} />
      </EditorHead>
      <main className={pageClasses.scroll}>
        <form className={pageClasses.form} onSubmit={(event) => event.preventDefault()}>
          {readOnly && (
            <Alert color="gray" icon={<IconLock size={18} />}>
              {t("environmentHint")}
            </Alert>
          )}
          {errorAt("") && (
            <Alert color="red" role="alert" icon={<IconAlertTriangle size={18} />}>
              {errorAt("")}
            </Alert>
          )}
          <HealthPart health={connection.health} />
          <Part id="what" title={t("what")}>
            <div className={pageClasses.pair}>
              <TextInput
                required={!readOnly}
                label={t("fields.title")}
                description={t("titleHint")}
                maxLength={80}
                dir="auto"
                readOnly={readOnly}
                value={title}
                error={errorAt("title")}
                onChange={(event) => change({ title: event.currentTarget.value })}
              />
              <TextInput
                label={t("fields.account")}
                description={t("accountKept")}
                readOnly
                value={connection.account}
              />
            </div>
            <KindFields
              kind={kind}
              kept={connection.secrets_kept}
              form={form}
              change={change}
              errorAt={errorAt}
              readOnly={readOnly}
            />
            <TestButton kind={kind} name={name} form={form} />
          </Part>
          <AddressPart connection={connection} />
          {!readOnly && <BindingPart form={form} change={change} errorAt={errorAt} readOnly={false} />}
          <LettersPart connection={connection} />
          <PayloadsPart name={name} />
          {!readOnly && <SwitchPart connection={connection} kind={kind} dirty={dirty} />}
          <Part id="guide" title={t("guide")}>
            <Guide kind={kind} />
          </Part>
          {connection.changed_at && (
            <Text size="xs" c="dimmed">
              {t("footer", { by: connection.changed_by ?? "?", version: connection.version })}{" "}
              <Ago at={connection.changed_at} />
            </Text>
          )}
        </form>
      </main>
      <LeaveGuard dirty={dirty} />
      <StaleDialog editor={{ ...editor, form: masked(form) }} label={(field) => t(`fields.${field}`)} />
    </>
  );
}
