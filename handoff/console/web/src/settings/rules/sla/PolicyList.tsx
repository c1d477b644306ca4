/** The policies in their order, one of them open at a time. */
import { Button, Stack } from "@mantine/core";
import { IconHourglass, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { Empty } from "../../../shared/States";
import { useMayEdit } from "../../SettingsPage";
import type { Editing } from "../chapter/useEditing";
import { inserted, moved, replaced } from "../lists";
import { newId } from "../model";
import classes from "../rules.module.css";
import { useReorder } from "../useReorder";
import { useOfferUndo } from "../useUndo";
import { newPolicy, type PolicyForm, type SlaForm } from "./form";
import { PolicyCard } from "./PolicyCard";

interface Props {
  edit: Editing<"sla", SlaForm>;
  levels: string[];
  /** The name of the policy that what was tried last comes under. */
  applies: string | null | undefined;
}

export function PolicyList({ edit, levels, applies }: Props) {
  const t = useTranslations("rules.sla");
  const mayEdit = useMayEdit();
  const offerUndo = useOfferUndo();
  const { policies } = edit.form;
  const [open, setOpen] = useState<string | null>(policies.length === 1 ? (policies[0]?.id ?? null) : null);
  const change = (next: (policies: PolicyForm[]) => PolicyForm[]) =>
    edit.change((before) => ({ policies: next(before.policies) }));
  const carrier = useReorder((from, to) => change((all) => moved(all, from, to)));

  const add = (policy: PolicyForm, index: number) => {
    change((all) => inserted(all, index, policy));
    setOpen(policy.id);
  };
  const remove = (policy: PolicyForm, index: number) => {
    change((all) => all.filter((each) => each.id !== policy.id));
    offerUndo(policy.name, () => change((all) => inserted(all, index, policy)));
  };
  const copy = (policy: PolicyForm): PolicyForm => ({
    ...structuredClone(policy),
    id: newId(),
    name: t("copyOf", { name: policy.name }),
  });

  return (
    <Stack gap="sm">
      {policies.length === 0 && <Empty icon={IconHourglass} title={t("none")} hint={t("noneHint")} />}
      <ol className={classes.cards}>
        {policies.map((policy, index) => (
          <PolicyCard
            key={policy.id}
            policy={policy}
            index={index}
            levels={levels}
            open={open === policy.id}
            applies={policy.name === applies}
            readOnly={!mayEdit}
            carrier={carrier}
            onToggle={() => setOpen(open === policy.id ? null : policy.id)}
            onChange={(next) => change((all) => replaced(all, index, next))}
            onDuplicate={() => add(copy(policy), index + 1)}
            onRemove={() => remove(policy, index)}
          />
        ))}
      </ol>
      {mayEdit && (
        <div>
          <Button
            variant="light"
            leftSection={<IconPlus size={16} />}
            onClick={() => add(newPolicy(levels, t("newName")), policies.length)}
          >
            {t("add")}
          </Button>
        </div>
      )}
    </Stack>
  );
}
