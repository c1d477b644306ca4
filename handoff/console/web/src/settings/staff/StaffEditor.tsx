/** One person: what they may, where they work, what they can, when they are there. */
import { Badge } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMemo } from "react";
import { useTranslations } from "use-intl";

import { LeaveGuard } from "../../shared/LeaveGuard";
import { EditorHead } from "../EditorHead";
import pageClasses from "../Settings.module.css";
import { StaleDialog } from "../StaleDialog";
import { useEditor, type Kept } from "../useEditor";
import { AccountPart } from "./AccountPart";
import { toCard, toForm, type StaffForm } from "./model";
import { StaffFields } from "./StaffFields";
import { readPeople, useStaffChanges, type StaffView } from "./useStaff";

function kept(person: StaffView): Kept<StaffForm> {
  return { version: person.version, form: toForm(person.value) };
}

export function StaffEditor({ person, mayEdit }: { person: StaffView; mayEdit: boolean }) {
  const t = useTranslations("staff");
  const changes = useStaffChanges();
  const readOnly = !mayEdit || !person.active;
  const editor = useEditor<StaffForm>(
    useMemo(() => kept(person), [person]),
    {
      toValue: toCard,
      save: async (form, base) => {
        const saved = await changes.save(person.id, toCard(form), base);
        notifications.show({ message: t("saved"), color: "helpline" });
        return kept(saved);
      },
      reread: async () => kept((await readPeople()).find((each) => each.id === person.id) ?? person),
    },
  );
  return (
    <>
      <EditorHead
        back="/settings/staff"
        title={editor.form.name || person.id}
        editor={editor}
        readOnly={readOnly}
      >
        {!person.active && <Badge color="gray">{t("hasLeft")}</Badge>}
      </EditorHead>
      <main className={pageClasses.scroll}>
        <form className={pageClasses.form} onSubmit={(event) => event.preventDefault()}>
          <StaffFields
            form={editor.form}
            change={editor.change}
            errorAt={editor.errorAt}
            readOnly={readOnly}
          />
          {mayEdit && <AccountPart person={person} dirty={editor.dirty} />}
        </form>
      </main>
      <LeaveGuard dirty={editor.dirty} />
      <StaleDialog editor={editor} label={(field) => t(`fields.${field}`)} />
    </>
  );
}
