/** The facts of a session that never was; those one is asked about most are there from the beginning. */
import { ActionIcon, NumberInput, Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { Fragment, useState } from "react";
import { useTranslations } from "use-intl";

import { useFactName, useFacts } from "../conditions/useFacts";
import { ValuesInput } from "../conditions/ValuesInput";
import { less } from "../lists";
import type { MadeUp } from "./madeUp";
import classes from "./tester.module.css";

const USUAL = ["channel", "language", "topic", "customer_tier"];

interface Props {
  facts: MadeUp;
  onChange: (facts: MadeUp) => void;
}

export function MadeUpFields({ facts, onChange }: Props) {
  const t = useTranslations("rules.tester");
  const factName = useFactName();
  const known = useFacts();
  const [more, setMore] = useState(() =>
    [...Object.keys(facts.words), ...Object.keys(facts.numbers)].filter((each) => !USUAL.includes(each)),
  );
  const shown = [...USUAL, ...more];
  const isNumber = (fact: string) => known.find((each) => each.name === fact)?.kind === "number";

  const remove = (fact: string) => {
    setMore(more.filter((each) => each !== fact));
    onChange({ ...facts, words: less(facts.words, fact), numbers: less(facts.numbers, fact) });
  };

  return (
    <Stack gap={6}>
      <Textarea
        size="xs"
        autosize
        minRows={2}
        maxRows={5}
        maxLength={1000}
        dir="auto"
        aria-label={t("text")}
        placeholder={t("text")}
        value={facts.text}
        onChange={(event) => onChange({ ...facts, text: event.currentTarget.value })}
      />
      <div className={classes.facts}>
        {shown.map((fact) => (
          <Fragment key={fact}>
            <span>{factName(fact)}</span>
            {isNumber(fact) ? (
              <NumberInput
                size="xs"
                step={0.1}
                aria-label={factName(fact)}
                value={facts.numbers[fact] ?? ""}
                onChange={(value) => {
                  const numbers = less(facts.numbers, fact);
                  onChange({
                    ...facts,
                    numbers: typeof value === "number" ? { ...numbers, [fact]: value } : numbers,
                  });
                }}
              />
            ) : (
              <ValuesInput
                fact={fact}
                label={factName(fact)}
                values={facts.words[fact] ?? []}
                onChange={(values) => onChange({ ...facts, words: { ...facts.words, [fact]: values } })}
              />
            )}
            {more.includes(fact) ? (
              <ActionIcon
                size="sm"
                color="gray"
                aria-label={t("removeFact", { fact: factName(fact) })}
                onClick={() => remove(fact)}
              >
                <IconX size={14} />
              </ActionIcon>
            ) : (
              <span />
            )}
          </Fragment>
        ))}
        <span>{t("at")}</span>
        <TextInput
          size="xs"
          type="datetime-local"
          aria-label={t("at")}
          value={facts.at}
          onChange={(event) => onChange({ ...facts, at: event.currentTarget.value })}
        />
        <span />
      </div>
      <Select
        size="xs"
        searchable
        aria-label={t("addFact")}
        placeholder={t("addFact")}
        data={known
          .filter((each) => !shown.includes(each.name))
          .map((each) => ({ value: each.name, label: factName(each.name) }))}
        value={null}
        onChange={(fact) => fact && setMore([...more, fact])}
      />
      <Text size="xs" c="dimmed">
        {t("unknown")}
      </Text>
    </Stack>
  );
}
