/** A new connection: where the token is found, what the kind asks for, a test, and what it is bound to. */
import { Alert, Button, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useNavigate } from "react-router";
import { useTranslations } from "use-intl";

import { LeaveGuard } from "../../shared/LeaveGuard";
import { useChannelName } from "../../shared/names";
import { useComplain } from "../../shared/problems";
import { showFirstWrong } from "../EditorHead";
import { Part } from "../fields/Part";
import { problemsOf, standing, under, type FieldProblem } from "../rules/chapter/problems";
import pageClasses from "../Settings.module.css";
import { same } from "../useEditor";
import { BackHead } from "./BackHead";
import { BindingPart } from "./BindingPart";
import { Guide } from "./Guide";
import { KindFields } from "./KindFields";
import { accountFrom, blank, isAccount, toValue, type ConnectionView, type KindView } from "./model";
import { useChannelChanges } from "./queries";
import { TestButton } from "./TestButton";

interface Props {
  kind: KindView;
  connections: ConnectionView[];
  publicUrl: boolean;
}

export function NewChannel({ kind, connections, publicUrl }: Props) {
  const t = useTranslations("connections");
  const channelName = useChannelName();
  const navigate = useNavigate();
  const complain = useComplain();
  const changes = useChannelChanges();
  const [form, setForm] = useState(() => blank(kind));
  const [typed, setTyped] = useState<string | null>(null);
  const [refused, setRefused] = useState<{ problems: FieldProblem[]; value: unknown } | null>(null);
  const [busy, setBusy] = useState(false);
  const done = useRef(false);
  const taken = connections.filter((each) => each.kind === kind.name).map((each) => each.account);
  const account = typed ?? accountFrom(form.title, taken);
  const value = toValue({ ...form, account });
  const problems = refused ? standing(refused.problems, refused.value, value) : [];
  const errorAt = (path: string) => under(problems, path)[0]?.message;
  const change = (part: Partial<typeof form>) => setForm({ ...form, ...part });

  const create = async () => {
    setBusy(true);
    try {
      const { name } = await changes.add(kind.name, account, form);
      done.current = true;
      notifications.show({ message: t("connected"), color: "helpline" });
      await navigate(`/settings/channels/${encodeURIComponent(name)}`);
    } catch (error) {
      const found = problemsOf(error);
      if (found.length > 0) {
        setRefused({ problems: found, value });
        requestAnimationFrame(showFirstWrong);
      } else complain(error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <>
      <BackHead to="/settings/channels/new" title={t("newTitle", { kind: channelName(kind.name) })}>
        <Button
          size="compact-md"
          type="submit"
          form="connection"
          loading={busy}
          disabled={!form.title.trim() || !isAccount(account)}
        >
          {t("connect")}
        </Button>
      </BackHead>
      <main className={pageClasses.scroll}>
        <form
          id="connection"
          className={pageClasses.form}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void create();
          }}
        >
          {kind.needs_public_url && !publicUrl && (
            <Alert color="amber" icon={<IconAlertTriangle size={18} />} title={t("needsAddress")}>
              {t("needsAddressHint")}
            </Alert>
          )}
          {errorAt("") && (
            <Alert color="red" role="alert" icon={<IconAlertTriangle size={18} />}>
              {errorAt("")}
            </Alert>
          )}
          <Part id="guide" title={t("guide")}>
            <Guide kind={kind} />
          </Part>
          <Part id="what" title={t("what")}>
            <div className={pageClasses.pair}>
              <TextInput
                data-autofocus
                required
                label={t("fields.title")}
                description={t("titleHint")}
                maxLength={80}
                dir="auto"
                value={form.title}
                error={errorAt("title")}
                onChange={(event) => change({ title: event.currentTarget.value })}
              />
              <TextInput
                required
                label={t("fields.account")}
                description={t("accountHint")}
                maxLength={32}
                value={account}
                error={errorAt("account") ?? (account && !isAccount(account) ? t("accountWrong") : undefined)}
                onChange={(event) => setTyped(event.currentTarget.value.toLowerCase())}
              />
            </div>
            <KindFields
              kind={kind}
              kept={[]}
              form={form}
              change={change}
              errorAt={errorAt}
              readOnly={false}
            />
            <TestButton kind={kind} name={null} form={form} />
          </Part>
          <BindingPart form={form} change={change} errorAt={errorAt} readOnly={false} />
        </form>
      </main>
      <LeaveGuard dirty={!same(form, blank(kind))} done={done} />
    </>
  );
}
