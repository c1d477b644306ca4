/** The rules in their order, one of them open at a time, and what happens when several match. */
import { Button, Radio, Stack } from "@mantine/core";
import { IconPlus, IconRoute } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { Empty } from "../../../shared/States";
import { useMayEdit } from "../../SettingsPage";
import type { Editing } from "../chapter/useEditing";
import { inserted, moved, replaced, without } from "../lists";
import { newId, newRule, type Rule, type RuleSet } from "../model";
import classes from "../rules.module.css";
import { useReorder } from "../useReorder";
import { useOfferUndo } from "../useUndo";
import { RuleCard } from "./RuleCard";

interface Props {
  edit: Editing<"routing", RuleSet>;
  /** The rules that took part in what was tried last. */
  matched: string[];
}

export function RuleList({ edit, matched }: Props) {
  const t = useTranslations("rules.routing");
  const mayEdit = useMayEdit();
  const offerUndo = useOfferUndo();
  const [open, setOpen] = useState<string | null>(null);
  const { rules, mode } = edit.form;
  const change = (next: (rules: Rule[]) => Rule[]) =>
    edit.change((before) => ({ ...before, rules: next(before.rules) }));
  const carrier = useReorder((from, to) => change((all) => moved(all, from, to)));

  const add = (rule: Rule, index: number) => {
    change((all) => inserted(all, index, rule));
    setOpen(rule.id);
  };
  const remove = (rule: Rule, index: number) => {
    change((all) => all.filter((each) => each.id !== rule.id));
    offerUndo(rule.name || t("unnamed"), () =>
      change((all) =>
        inserted(
          without(
            all,
            all.findIndex((each) => each.id === rule.id),
          ),
          index,
          rule,
        ),
      ),
    );
  };

  return (
    <Stack gap="sm">
      <Radio.Group
        label={t("modeLabel")}
        value={mode}
        readOnly={!mayEdit}
        onChange={(value) =>
          mayEdit && edit.change((before) => ({ ...before, mode: value as RuleSet["mode"] }))
        }
      >
        <Stack gap={6} mt={6}>
          {(["first", "all"] as const).map((each) => (
            <Radio
              key={each}
              size="sm"
              value={each}
              disabled={!mayEdit && each !== mode}
              label={t(`modes.${each}`)}
              description={t(`modeHints.${each}`)}
            />
          ))}
        </Stack>
      </Radio.Group>
      {rules.length === 0 && <Empty icon={IconRoute} title={t("none")} hint={t("noneHint")} />}
      <ol className={classes.cards}>
        {rules.map((rule, index) => (
          <RuleCard
            key={rule.id}
            rule={rule}
            index={index}
            open={open === rule.id}
            readOnly={!mayEdit}
            matched={matched.includes(rule.id)}
            carrier={carrier}
            onToggle={() => setOpen(open === rule.id ? null : rule.id)}
            onChange={(next) => change((all) => replaced(all, index, next))}
            onDuplicate={() =>
              add(
                { ...structuredClone(rule), id: newId(), name: t("copyOf", { name: rule.name }) },
                index + 1,
              )
            }
            onRemove={() => remove(rule, index)}
          />
        ))}
      </ol>
      {mayEdit && (
        <div>
          <Button
            variant="light"
            leftSection={<IconPlus size={16} />}
            onClick={() => add(newRule(), rules.length)}
          >
            {t("add")}
          </Button>
        </div>
      )}
    </Stack>
  );
}
