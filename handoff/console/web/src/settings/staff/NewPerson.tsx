/** Somebody new: the same fields, and in the end the password that was made for them, shown this once. */
import { ActionIcon, Button } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { Link, useNavigate } from "react-router";
import { useTranslations } from "use-intl";

import { LeaveGuard } from "../../shared/LeaveGuard";
import { useComplain } from "../../shared/problems";
import { problemsOf, standing, under, type FieldProblem } from "../rules/chapter/problems";
import pageClasses from "../Settings.module.css";
import { same } from "../useEditor";
import { NOBODY, toCard } from "./model";
import { PasswordDialog } from "./PasswordDialog";
import { StaffFields } from "./StaffFields";
import { useStaffChanges } from "./useStaff";

export function NewPerson() {
  const t = useTranslations("staff");
  const settings = useTranslations("settings");
  const navigate = useNavigate();
  const complain = useComplain();
  const changes = useStaffChanges();
  const [form, setForm] = useState(NOBODY);
  const [refused, setRefused] = useState<{ problems: FieldProblem[]; value: unknown } | null>(null);
  const [made, setMade] = useState<{ id: string; password: string } | null>(null);
  const [busy, setBusy] = useState(false);
  const done = useRef(false);
  const problems = refused ? standing(refused.problems, refused.value, toCard(form)) : [];

  const create = async () => {
    setBusy(true);
    try {
      const { staff, password } = await changes.add(toCard(form));
      done.current = true;
      setMade({ id: staff.id, password: password ?? "" });
    } catch (error) {
      const found = problemsOf(error);
      if (found.length > 0) setRefused({ problems: found, value: toCard(form) });
      else complain(error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <>
      <header className={pageClasses.head}>
        <ActionIcon
          component={Link}
          to="/settings/staff"
          size="lg"
          color="gray"
          aria-label={settings("back")}
        >
          <IconArrowLeft size={20} />
        </ActionIcon>
        <h2>{form.name || t("newTitle")}</h2>
        <Button
          size="compact-md"
          loading={busy}
          disabled={!form.name.trim() || !form.login.trim()}
          onClick={() => void create()}
        >
          {t("create")}
        </Button>
      </header>
      <main className={pageClasses.scroll}>
        <form className={pageClasses.form} onSubmit={(event) => event.preventDefault()}>
          <StaffFields
            form={form}
            change={(part) => setForm({ ...form, ...part })}
            errorAt={(path) => under(problems, path)[0]?.message}
            readOnly={false}
          />
        </form>
      </main>
      <LeaveGuard dirty={!same(form, NOBODY)} done={done} />
      {made && (
        <PasswordDialog
          name={form.name}
          login={form.login}
          password={made.password}
          onClose={() => void navigate(`/settings/staff/${encodeURIComponent(made.id)}`)}
        />
      )}
    </>
  );
}
