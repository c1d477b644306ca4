/** Signing in: a new password, and whether they work here at all. */
import { Button, Group, Text } from "@mantine/core";
import { IconKey, IconUserCheck, IconUserOff } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { ApiError } from "../../api/client";
import { useMe } from "../../app/session";
import { useComplain } from "../../shared/problems";
import { Part } from "../fields/Part";
import { PasswordDialog } from "./PasswordDialog";
import { ResetFactor } from "./ResetFactor";
import { useStaffChanges, type StaffView } from "./useStaff";

export function AccountPart({ person, dirty }: { person: StaffView; dirty: boolean }) {
  const t = useTranslations("staff");
  const me = useMe();
  const complain = useComplain();
  const changes = useStaffChanges();
  const [asked, setAsked] = useState<"password" | "leave" | null>(null);
  const [password, setPassword] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const attempt = async (change: () => Promise<unknown>) => {
    setBusy(true);
    setRefusal(null);
    try {
      await change();
    } catch (error) {
      if (error instanceof ApiError && error.status === 409) setRefusal(error.message);
      else complain(error);
    } finally {
      setBusy(false);
      setAsked(null);
    }
  };
  const renew = () => attempt(async () => setPassword((await changes.newPassword(person.id)).password));

  return (
    <Part id="account" title={t("account")} hint={person.active ? t("accountHint") : t("goneHint")}>
      {(refusal ?? (dirty ? t("saveFirst") : null)) && (
        <Text size="sm" c={refusal ? "red" : "dimmed"} role="status">
          {refusal ?? t("saveFirst")}
        </Text>
      )}
      <Group gap="xs">
        {person.active ? (
          <>
            <Button
              size="compact-md"
              variant={asked === "password" ? "filled" : "default"}
              leftSection={<IconKey size={16} />}
              disabled={dirty}
              loading={busy}
              onClick={() => (asked === "password" ? void renew() : setAsked("password"))}
              onBlur={() => setAsked(null)}
            >
              {asked === "password" ? t("resetConfirm") : t("reset")}
            </Button>
            <ResetFactor person={person} />
            <Button
              size="compact-md"
              color="red"
              variant={asked === "leave" ? "filled" : "light"}
              leftSection={<IconUserOff size={16} />}
              disabled={dirty || person.id === me.id}
              title={person.id === me.id ? t("notYourself") : undefined}
              loading={busy}
              onClick={() =>
                asked === "leave" ? void attempt(() => changes.deactivate(person.id)) : setAsked("leave")
              }
              onBlur={() => setAsked(null)}
            >
              {asked === "leave" ? t("deactivateConfirm") : t("deactivate")}
            </Button>
          </>
        ) : (
          <Button
            size="compact-md"
            variant="default"
            leftSection={<IconUserCheck size={16} />}
            loading={busy}
            onClick={() => void attempt(() => changes.activate(person.id))}
          >
            {t("activate")}
          </Button>
        )}
      </Group>
      {password !== null && (
        <PasswordDialog
          name={person.value.name}
          login={person.value.login}
          password={password}
          onClose={() => setPassword(null)}
        />
      )}
    </Part>
  );
}
