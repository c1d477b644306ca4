/** A secret: written here, and never shown again. One that is kept stays unless another is typed over it. */
import { ActionIcon, PasswordInput, Tooltip } from "@mantine/core";
import { IconArrowBackUp, IconDice5, IconTrash } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import { freshSecret } from "../../flows/systems/model";
import { Copy } from "../../flows/systems/SecretField";
import classes from "./Channels.module.css";
import { useWords } from "./KindFields";
import type { KindField } from "./model";

interface Props {
  field: KindField;
  kept: boolean;
  /** The company thinks it up, and gives it to the other side: it can be made and copied here. */
  invented: boolean;
  value: string | null;
  readOnly: boolean;
  error: string | undefined;
  onChange: (value: string | null) => void;
}

export function SecretInput({ field, kept, invented, value, readOnly, error, onChange }: Props) {
  const t = useTranslations("connections.secret");
  const words = useWords();
  const label = words(field.label);
  const forgotten = value === null;
  return (
    <div className={classes.secret}>
      <PasswordInput
        flex={1}
        miw={0}
        label={label}
        description={words(field.help) || undefined}
        required={field.required && !kept}
        autoComplete="new-password"
        maxLength={field.maxLength ?? 4000}
        placeholder={
          forgotten ? t("forgotten") : kept ? (readOnly ? t("kept") : t("keptReplace")) : undefined
        }
        readOnly={readOnly || forgotten}
        error={error}
        // The library tells only the eyes.
        aria-invalid={error ? true : undefined}
        value={value ?? ""}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {invented && !readOnly && (
        <Act icon={IconDice5} label={`${t("make")}: ${label}`} onClick={() => onChange(freshSecret())} />
      )}
      {invented && value && <Copy text={value} label={`${t("copy")}: ${label}`} />}
      {kept && !field.required && !readOnly && (
        <Act
          icon={forgotten ? IconArrowBackUp : IconTrash}
          label={`${forgotten ? t("keep") : t("forget")}: ${label}`}
          onClick={() => onChange(forgotten ? "" : null)}
        />
      )}
    </div>
  );
}

function Act({ icon: Mark, label, onClick }: { icon: typeof IconTrash; label: string; onClick: () => void }) {
  return (
    <Tooltip label={label}>
      <ActionIcon size="input-sm" color="gray" aria-label={label} onClick={onClick}>
        <Mark size={18} />
      </ActionIcon>
    </Tooltip>
  );
}
