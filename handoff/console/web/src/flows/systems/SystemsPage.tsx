/** What flows need to speak with other systems: secrets, processes, incoming webhooks, hosts of the company's own. */
import { Button, Loader, TagsInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";

import { Title } from "../../app/Title";
import { Part } from "../../settings/fields/Part";
import pageClasses from "../../settings/Settings.module.css";
import { useMayEdit } from "../../settings/SettingsPage";
import { StaleDialog } from "../../settings/StaleDialog";
import { useEditor } from "../../settings/useEditor";
import { LeaveGuard } from "../../shared/LeaveGuard";
import { Failure } from "../../shared/States";
import { HookRows } from "./HookRows";
import { toForm, toValue, type SystemsForm, type SystemsView } from "./model";
import { ProcessRows } from "./ProcessRows";
import { readSystems, saveSystems, systemsQuery, useRefresh } from "./queries";
import { SecretsPart } from "./SecretsPart";

export function SystemsPage() {
  const t = useTranslations("flows.systems");
  const systems = useQuery(systemsQuery);
  return (
    <>
      <Title>{t("title")}</Title>
      {systems.isPending ? (
        <Loader m="auto" />
      ) : systems.isError ? (
        <Failure error={systems.error} retry={() => void systems.refetch()} />
      ) : (
        <Systems view={systems.data} />
      )}
    </>
  );
}

const kept = (view: SystemsView) => ({ version: view.version, form: toForm(view) });

function Systems({ view }: { view: SystemsView }) {
  const t = useTranslations("flows.systems");
  const settings = useTranslations("settings");
  const mayEdit = useMayEdit();
  const refresh = useRefresh();
  const editor = useEditor<SystemsForm>(kept(view), {
    toValue,
    save: async (form, base) => {
      const saved = await saveSystems(toValue(form), base);
      await refresh();
      return kept(saved);
    },
    reread: async () => kept(await readSystems()),
  });
  const { form, change, dirty, busy, errorAt } = editor;
  return (
    <>
      <header className={pageClasses.head}>
        <h1>{t("title")}</h1>
        {mayEdit && (
          <>
            {dirty && (
              <Button size="compact-md" variant="default" disabled={busy} onClick={editor.discard}>
                {settings("discard")}
              </Button>
            )}
            <Button size="compact-md" disabled={!dirty} loading={busy} onClick={() => void editor.submit()}>
              {settings("save")}
            </Button>
          </>
        )}
      </header>
      <main className={pageClasses.scroll}>
        <form className={pageClasses.form} onSubmit={(event) => event.preventDefault()}>
          <Part id="hooks" title={t("hooks.title")} hint={t("hooks.hint")}>
            <HookRows
              rows={form.hooks}
              readOnly={!mayEdit}
              errorAt={errorAt}
              onChange={(hooks) => change({ hooks })}
            />
          </Part>
          <Part id="processes" title={t("processes.title")} hint={t("processes.hint")}>
            <ProcessRows
              rows={form.processes}
              readOnly={!mayEdit}
              errorAt={errorAt}
              onChange={(processes) => change({ processes })}
            />
          </Part>
          <Part id="hosts" title={t("hosts.title")} hint={t("hosts.hint")}>
            <TagsInput
              aria-label={t("hosts.title")}
              placeholder={mayEdit ? t("hosts.placeholder") : undefined}
              readOnly={!mayEdit}
              value={form.private_hosts}
              error={errorAt("private_hosts")}
              onChange={(private_hosts) => change({ private_hosts })}
            />
          </Part>
          <SecretsPart mayEdit={mayEdit} />
        </form>
      </main>
      <LeaveGuard dirty={dirty} />
      <StaleDialog editor={editor} label={(field) => t(`fields.${field}`)} />
    </>
  );
}
