/** The kinds of steps: dragged onto the canvas, or put into its middle by a click or Enter. */
import { ScrollArea, TextInput, UnstyledButton } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { useWords } from "../forms/words";
import type { StepKind } from "../model/types";
import { DRAGGED } from "./canvas/Canvas";
import { useDeeds } from "./deeds";
import classes from "./Palette.module.css";
import { lookOf } from "./looks";

interface Props {
  kinds: readonly StepKind[];
  disabled: boolean;
  onAdded?: () => void;
}

export function Palette({ kinds, disabled, onAdded }: Props) {
  const t = useTranslations("flows.editor");
  const words = useWords();
  const { add } = useDeeds();
  const [wanted, setWanted] = useState("");
  const needle = wanted.trim().toLocaleLowerCase();
  const shown = kinds.filter((each) =>
    [words(each.title), words(each.description), each.kind].some((text) =>
      text.toLocaleLowerCase().includes(needle),
    ),
  );
  const put = (kind: StepKind) => {
    add(kind);
    onAdded?.();
  };
  return (
    <section className={classes.palette} aria-label={t("palette")}>
      <TextInput
        m={10}
        size="xs"
        leftSection={<IconSearch size={14} />}
        aria-label={t("searchKinds")}
        placeholder={t("searchKinds")}
        value={wanted}
        onChange={(event) => setWanted(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && shown[0] && needle && !disabled) put(shown[0]);
        }}
      />
      <ScrollArea className={classes.scroll} type="auto">
        <ul>
          {shown.map((kind) => {
            const { icon: Mark, color } = lookOf(kind.kind);
            return (
              <li key={kind.kind}>
                <UnstyledButton
                  className={classes.item}
                  disabled={disabled}
                  draggable={!disabled}
                  title={words(kind.description)}
                  onDragStart={(event) => {
                    event.dataTransfer.setData(DRAGGED, kind.kind);
                    event.dataTransfer.effectAllowed = "copy";
                  }}
                  onClick={() => put(kind)}
                >
                  <Mark size={18} stroke={1.8} color={`var(--mantine-color-${color}-6)`} aria-hidden />
                  {words(kind.title)}
                </UnstyledButton>
              </li>
            );
          })}
        </ul>
        {shown.length === 0 && <p className={classes.none}>{t("noKind")}</p>}
      </ScrollArea>
    </section>
  );
}
