/** Every flow of the company: in which state, what begins it, who is in it now. */
import { Button, Loader, SegmentedControl, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { IconLock, IconPlus, IconRoute, IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { atLeast } from "../../api/types";
import { usePreferences } from "../../app/preferences";
import { useMe } from "../../app/session";
import { Title } from "../../app/Title";
import pageClasses from "../../settings/Settings.module.css";
import { Empty, Failure } from "../../shared/States";
import { FlowTable } from "./FlowTable";
import classes from "./Flows.module.css";
import { ImportButton } from "./ImportButton";
import { found } from "./model";
import { NewFlowDialog } from "./NewFlowDialog";
import { flowsQuery } from "./queries";

export function FlowsPage() {
  const t = useTranslations("flows.list");
  const states = useTranslations("states");
  const me = useMe();
  if (!atLeast(me.role, "supervisor"))
    return <Empty icon={IconLock} title={states("noPermission")} hint={states("noPermissionHint")} />;
  return (
    <>
      <Title>{t("title")}</Title>
      <Flows mayEdit={atLeast(me.role, "admin")} />
    </>
  );
}

function Flows({ mayEdit }: { mayEdit: boolean }) {
  const t = useTranslations("flows.list");
  const { language } = usePreferences();
  const flows = useQuery(flowsQuery);
  const [text, setText] = useState("");
  const [archived, setArchived] = useState(false);
  const [adding, setAdding] = useState(false);
  const all = flows.data ?? [];
  const away = all.filter((each) => each.archived).length;
  const shown = found(
    all.filter((each) => each.archived === archived),
    text,
    language,
  );
  const add = mayEdit && (
    <Button size="compact-md" leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
      {t("new")}
    </Button>
  );
  return (
    <div className={classes.page}>
      <header className={pageClasses.head}>
        <h1>{t("title")}</h1>
        {away > 0 && (
          <SegmentedControl
            size="xs"
            aria-label={t("which")}
            data={[
              { value: "here", label: t("here", { count: all.length - away }) },
              { value: "away", label: t("away", { count: away }) },
            ]}
            value={archived ? "away" : "here"}
            onChange={(value) => setArchived(value === "away")}
          />
        )}
        <TextInput
          type="search"
          size="xs"
          className={classes.search}
          aria-label={t("search")}
          placeholder={t("search")}
          leftSection={<IconSearch size={15} />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {mayEdit && <ImportButton />}
        {add}
      </header>
      <main className={pageClasses.scroll}>
        {flows.isPending ? (
          <Loader mx="auto" mt="xl" display="block" />
        ) : flows.isError ? (
          <Failure error={flows.error} retry={() => void flows.refetch()} />
        ) : all.length === 0 ? (
          <Empty icon={IconRoute} title={t("none")} hint={t("noneHint")}>
            {add}
          </Empty>
        ) : shown.length === 0 ? (
          <Empty icon={IconSearch} title={t("nothing")} hint={t("nothingHint")} />
        ) : (
          <FlowTable rows={shown} mayEdit={mayEdit} />
        )}
      </main>
      {adding && <NewFlowDialog taken={all.map((each) => each.id)} onClose={() => setAdding(false)} />}
    </div>
  );
}
