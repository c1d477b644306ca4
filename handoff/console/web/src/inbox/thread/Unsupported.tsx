/** In the place of what cannot be shown: what it is. */
import { IconEyeOff } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import classes from "./Beside.module.css";
import { KINDS } from "./unsupportedKind";

export function Unsupported({ kind }: { kind: string }) {
  const t = useTranslations("thread.unsupported");
  const known = KINDS.find((each) => each === kind);
  return (
    <div className={classes.mark}>
      <IconEyeOff size={15} aria-hidden />
      {t("text", { what: known ? t(known) : kind.replaceAll("_", " ") })}
    </div>
  );
}
