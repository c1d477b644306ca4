/** One place up, one place down: for rows too large to be carried. */
import { ActionIcon } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

interface Props {
  index: number;
  of: number;
  name: string;
  onMove: (from: number, to: number) => void;
}

export function StepButtons({ index, of, name, onMove }: Props) {
  const t = useTranslations("fields");
  return (
    <>
      <ActionIcon
        size="lg"
        color="gray"
        aria-label={t("up", { name })}
        disabled={index === 0}
        onClick={() => onMove(index, index - 1)}
      >
        <IconArrowUp size={16} />
      </ActionIcon>
      <ActionIcon
        size="lg"
        color="gray"
        aria-label={t("down", { name })}
        disabled={index === of - 1}
        onClick={() => onMove(index, index + 1)}
      >
        <IconArrowDown size={16} />
      </ActionIcon>
    </>
  );
}
