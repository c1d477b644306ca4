/** Asks the messenger who we are with what is in the form; nothing is stored. */
import { Alert, Button } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconPlugConnected } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "use-intl";

import { useExplain } from "../../shared/problems";
import { said } from "../../shared/said";
import { problemsOf } from "../rules/chapter/problems";
import { same } from "../useEditor";
import { useWords } from "./KindFields";
import { fieldsOf, toTried, type ConnectionForm, type KindView } from "./model";
import { tryOut } from "./queries";

interface Props {
  kind: KindView;
  /** Whose kept secrets stand in for those that the form leaves empty. */
  name: string | null;
  form: ConnectionForm;
}

export function TestButton({ kind, name, form }: Props) {
  const t = useTranslations("connections");
  const explain = useExplain();
  const words = useWords();
  const test = useMutation({ mutationFn: (tried: ConnectionForm) => tryOut(kind.name, name, tried) });
  // What the messenger said of other words than those in the form is not worth showing any more.
  const answered = !test.isPending && test.variables && same(toTried(test.variables), toTried(form));

  const reason = () => {
    const problems = problemsOf(test.error);
    if (problems.length === 0) return test.error ? explain(test.error) : said(test.data?.reason ?? "");
    const labels = new Map(fieldsOf(kind).map((each) => [`settings.${each.name}`, words(each.label)]));
    return problems
      .map(({ field, message }) => [labels.get(field), message].filter(Boolean).join(": "))
      .join(" ");
  };

  return (
    <div>
      <Button
        variant="default"
        size="compact-md"
        leftSection={<IconPlugConnected size={16} />}
        loading={test.isPending}
        onClick={() => test.mutate(form)}
      >
        {t("test.button")}
      </Button>
      <div role="status">
        {answered &&
          (test.data?.ok ? (
            <Alert mt="sm" color="helpline" icon={<IconCheck size={18} />} title={t("test.ok")}>
              {test.data.who}
            </Alert>
          ) : (
            <Alert mt="sm" color="red" icon={<IconAlertTriangle size={18} />} title={t("test.failed")}>
              {reason()}
            </Alert>
          ))}
      </div>
    </div>
  );
}
