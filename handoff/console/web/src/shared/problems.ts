/** A refusal in the reader's language. */
import { notifications } from "@mantine/notifications";
import { useCallback } from "react";
import { useTranslations } from "use-intl";

import { ApiError } from "../api/client";

/** Codes that the screens word themselves; for others the server's own words are shown. */
const KNOWN = [
  "offline",
  "server",
  "already_taken",
  "not_yours",
  "not_found",
  "csrf",
  "role",
  "wrong_login",
  "too_many_tries",
  "unavailable",
  "unreadable",
  "file_type",
  "file_size",
  "file_empty",
  "file_cut",
  "no_file",
] as const;

export function useExplain(): (error: unknown) => string {
  const t = useTranslations("problems");
  return useCallback(
    (error: unknown) => {
      if (!(error instanceof ApiError)) return t("server");
      const code = KNOWN.find((each) => each === error.code);
      return code ? t(code, { by: error.by ?? "?" }) : error.message;
    },
    [t],
  );
}

/** Shows a refusal as a notice; for what has no better place of its own. */
export function useComplain(): (error: unknown) => void {
  const explain = useExplain();
  return useCallback(
    (error: unknown) => notifications.show({ color: "red", message: explain(error), autoClose: 8000 }),
    [explain],
  );
}
