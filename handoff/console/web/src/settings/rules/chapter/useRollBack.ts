/** Going back to an earlier version, and telling how it went. */
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { useComplain } from "../../../shared/problems";
import { chapterQuery, putInForce, rollBack, type ChapterName } from "./useChapter";
import type { Editing } from "./useEditing";

export function useRollBack<Name extends ChapterName, Form>(
  edit: Editing<Name, Form>,
): [(to: number) => Promise<boolean>, boolean] {
  const t = useTranslations("rules");
  const client = useQueryClient();
  const complain = useComplain();
  const [busy, setBusy] = useState(false);
  const goBack = async (to: number) => {
    setBusy(true);
    try {
      const body = { to, base: edit.base.version, comment: t("versions.backTo", { version: to }) };
      const saved = await rollBack(edit.name, body);
      edit.show(saved);
      putInForce(client, edit.name, saved);
      notifications.show({ message: t("saved", { version: saved.version }), color: "helpline" });
      return true;
    } catch (error) {
      complain(error);
      void client.invalidateQueries({ queryKey: chapterQuery(edit.name).queryKey });
      return false;
    } finally {
      setBusy(false);
    }
  };
  return [goBack, busy];
}
