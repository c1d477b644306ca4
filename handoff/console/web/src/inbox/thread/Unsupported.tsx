/** In the place of what cannot be shown: what it is. */
import { IconEyeOff } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import classes from "./Beside.module.css";
import { useKindName } from "./useKindName";

export function Unsupported({ kind }: { kind: string }) {
  const t = useTranslations("thread.unsupported");
  const kindName = useKindName();
  return (
    <div className={classes.mark}>
      <IconEyeOff size={15} aria-hidden />
      {t("text", { what: kindName(kind) })}
    </div>
  );
}
