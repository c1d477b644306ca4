/** The company's lines, drawn as they pass sessions up; a click opens one. */
import { Button, Loader } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { IconArchive, IconPlus, IconUsersGroup } from "@tabler/icons-react";
import { useParams } from "react-router";
import { useTranslations } from "use-intl";

import { linesQuery } from "../../api/queries";
import { Title } from "../../app/Title";
import { Empty, Failure } from "../../shared/States";
import { useMayEdit } from "../SettingsPage";
import classes from "../Settings.module.css";
import { staffQuery } from "../staff/useStaff";
import { LineEditor } from "./LineEditor";
import { LineCard, LineMap } from "./LineMap";
import mapClasses from "./LineMap.module.css";
import { NewLineDialog } from "./NewLineDialog";
import { lineQuery } from "./useLines";

export function LinesPage() {
  const t = useTranslations("lines");
  const { id } = useParams<{ id: string }>();
  return (
    <>
      <Title>{t("title")}</Title>
      {id === undefined ? <AllLines /> : <OneLine key={id} id={id} />}
    </>
  );
}

function AllLines() {
  const t = useTranslations("lines");
  const mayEdit = useMayEdit();
  const lines = useQuery(linesQuery);
  const [adding, { open, close }] = useDisclosure(false);
  const [archivedShown, { toggle }] = useDisclosure(false);
  if (lines.isPending) return <Loader m="auto" />;
  if (lines.isError) return <Failure error={lines.error} retry={() => void lines.refetch()} />;
  const used = lines.data.filter((each) => !each.archived);
  const archived = lines.data.filter((each) => each.archived);
  return (
    <>
      <header className={classes.head}>
        <h1>{t("title")}</h1>
        {archived.length > 0 && (
          <Button
            size="compact-md"
            variant={archivedShown ? "light" : "default"}
            aria-pressed={archivedShown}
            leftSection={<IconArchive size={16} />}
            onClick={toggle}
          >
            {t("archived", { count: archived.length })}
          </Button>
        )}
        {mayEdit && (
          <Button size="compact-md" leftSection={<IconPlus size={16} />} onClick={open}>
            {t("new")}
          </Button>
        )}
      </header>
      <main className={classes.scroll}>
        {used.length === 0 ? (
          <Empty icon={IconUsersGroup} title={t("none")} hint={t("noneHint")} />
        ) : (
          <LineMap lines={used} />
        )}
        {archivedShown && (
          <ul className={mapClasses.column} style={{ padding: 18, maxWidth: 400 }}>
            {archived.map((each) => (
              <LineCard key={each.id} line={each} />
            ))}
          </ul>
        )}
      </main>
      {adding && <NewLineDialog taken={lines.data.map((each) => each.id)} onClose={close} />}
    </>
  );
}

function OneLine({ id }: { id: string }) {
  const line = useQuery(lineQuery(id));
  const staff = useQuery(staffQuery);
  const error = line.error ?? staff.error;
  if (line.data && staff.data) return <LineEditor line={line.data} staff={staff.data} />;
  if (error) return <Failure error={error} retry={() => void (line.error ? line : staff).refetch()} />;
  return <Loader m="auto" />;
}
