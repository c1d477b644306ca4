/** How urgent sessions are: the levels, the table of points, and a session to see both at work. */
import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";

import { Failure } from "../../../shared/States";
import { useMayEdit } from "../../SettingsPage";
import { ChapterFrame } from "../chapter/ChapterFrame";
import { chapterQuery, type Saved } from "../chapter/useChapter";
import { asItIs, useEditing } from "../chapter/useEditing";
import { useWords } from "../conditions/useFacts";
import type { Scheme } from "../model";
import { TesterAside, TesterButton } from "../tester/TesterAside";
import { useTester } from "../tester/useTester";
import { LevelRows } from "./LevelRows";
import { priorityLines } from "./lines";
import { PointsRows } from "./PointsRows";
import { WaitingRows } from "./WaitingRows";

export function PriorityPage() {
  const chapter = useQuery(chapterQuery("priority"));
  if (chapter.isPending) return <Skeleton m="md" height={300} />;
  if (!chapter.data) return <Failure error={chapter.error} retry={() => void chapter.refetch()} />;
  return <Priority saved={chapter.data} />;
}

const SHAPE = asItIs<Scheme>();

function Priority({ saved }: { saved: Saved<Scheme> }) {
  const t = useTranslations("rules.priority");
  const words = useWords();
  const mayEdit = useMayEdit();
  const edit = useEditing("priority", saved, SHAPE);
  const tester = useTester({ priority: edit.value });
  const gave = tester.fresh ? (tester.result?.priority.parts.map((part) => part.row) ?? []) : [];
  return (
    <ChapterFrame
      edit={edit}
      hint={t("hint")}
      lines={(value) => priorityLines(value, words)}
      tools={<TesterButton tester={tester} />}
      aside={<TesterAside tester={tester} show={["priority", "sla"]} scheme={edit.value} />}
    >
      <LevelRows
        levels={edit.form.levels}
        readOnly={!mayEdit}
        onChange={(next) => edit.change((before) => ({ ...before, levels: next(before.levels) }))}
      />
      <PointsRows
        table={edit.form.table}
        gave={gave}
        readOnly={!mayEdit}
        onChange={(next) => edit.change((before) => ({ ...before, table: next(before.table) }))}
      />
      <WaitingRows
        waiting={edit.form.waiting}
        readOnly={!mayEdit}
        onChange={(next) => edit.change((before) => ({ ...before, waiting: next(before.waiting) }))}
      />
    </ChapterFrame>
  );
}
