/** What is promised: policies in their order, the first that holds counts. */
import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { Failure } from "../../../shared/States";
import { ChapterFrame } from "../chapter/ChapterFrame";
import { chapterQuery, useScheme, type Saved } from "../chapter/useChapter";
import { useEditing } from "../chapter/useEditing";
import { useWords } from "../conditions/useFacts";
import type { Policies, Scheme } from "../model";
import { TesterAside, TesterButton } from "../tester/TesterAside";
import { useTester } from "../tester/useTester";
import { slaShape } from "./form";
import { slaLines } from "./lines";
import { PolicyList } from "./PolicyList";

export function SlaPage() {
  const chapter = useQuery(chapterQuery("sla"));
  const priority = useQuery(chapterQuery("priority"));
  const scheme = useScheme();
  if (chapter.isPending || priority.isPending) return <Skeleton m="md" height={300} />;
  if (!chapter.data) return <Failure error={chapter.error} retry={() => void chapter.refetch()} />;
  if (!scheme) return <Failure error={priority.error} retry={() => void priority.refetch()} />;
  return <Sla saved={chapter.data} scheme={scheme} />;
}

function Sla({ saved, scheme }: { saved: Saved<Policies>; scheme: Scheme }) {
  const t = useTranslations("rules.sla");
  const target = useTranslations("clocks.target");
  const words = { ...useWords(), target };
  const levels = scheme.levels.map((level) => level.id);
  // The columns are those of the beginning: a colleague's new level must not turn the sheets under one's hands.
  const [shape] = useState(() => slaShape(levels, t("unreadable")));
  const edit = useEditing("sla", saved, shape);
  const tester = useTester({ sla: edit.value });
  return (
    <ChapterFrame
      edit={edit}
      hint={t("hint")}
      lines={(value) => slaLines(value, words)}
      tools={<TesterButton tester={tester} />}
      aside={<TesterAside tester={tester} show={["sla", "priority"]} />}
    >
      <PolicyList edit={edit} levels={levels} applies={tester.fresh ? tester.result?.policy : null} />
    </ChapterFrame>
  );
}
