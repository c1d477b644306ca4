/** Where sessions go: the ordered rules, and a session to try them on. */
import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";

import { Failure } from "../../../shared/States";
import { ChapterFrame } from "../chapter/ChapterFrame";
import { chapterQuery, type Saved } from "../chapter/useChapter";
import { asItIs, useEditing } from "../chapter/useEditing";
import { useWords } from "../conditions/useFacts";
import type { RuleSet } from "../model";
import { TesterAside, TesterButton } from "../tester/TesterAside";
import { useTester } from "../tester/useTester";
import { routingLines } from "./lines";
import { RuleList } from "./RuleList";

export function RoutingPage() {
  const chapter = useQuery(chapterQuery("routing"));
  if (chapter.isPending) return <Skeleton m="md" height={300} />;
  if (!chapter.data) return <Failure error={chapter.error} retry={() => void chapter.refetch()} />;
  return <Routing saved={chapter.data} />;
}

const SHAPE = asItIs<RuleSet>();

function Routing({ saved }: { saved: Saved<RuleSet> }) {
  const t = useTranslations("rules.routing");
  const words = useWords();
  const edit = useEditing("routing", saved, SHAPE);
  const tester = useTester({ routing: edit.value });
  const matched = tester.fresh ? tester.result?.rules.filter((rule) => rule.counts) : undefined;
  return (
    <ChapterFrame
      edit={edit}
      hint={t("hint")}
      lines={(value) => routingLines(value, words)}
      tools={<TesterButton tester={tester} />}
      aside={<TesterAside tester={tester} show={["rules", "priority", "sla", "people"]} />}
    >
      <RuleList edit={edit} matched={matched?.map((rule) => rule.id) ?? []} />
    </ChapterFrame>
  );
}
