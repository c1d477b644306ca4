/** A new line begins with a name and an id; the rest is set in the editor. */
import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useNavigate } from "react-router";
import { useTranslations } from "use-intl";

import { usePreferences } from "../../app/preferences";
import { keyFrom } from "../../knowledge/form";
import { useComplain } from "../../shared/problems";
import { problemsOf, type FieldProblem } from "../rules/chapter/problems";
import { newLine } from "./model";
import { useLineChanges } from "./useLines";

export function NewLineDialog({ taken, onClose }: { taken: string[]; onClose: () => void }) {
  const t = useTranslations("lines");
  const { language } = usePreferences();
  const navigate = useNavigate();
  const complain = useComplain();
  const changes = useLineChanges();
  const [name, setName] = useState("");
  const [typedId, setId] = useState<string | null>(null);
  const [problems, setProblems] = useState<FieldProblem[]>([]);
  const [busy, setBusy] = useState(false);
  const id = typedId ?? keyFrom(name).slice(0, 40);
  const wrong = (field: string) => problems.find((each) => each.field === field)?.message;

  const create = async () => {
    setBusy(true);
    try {
      const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
      // The first line of a company takes everything.
      await changes.add({
        ...newLine(id, { [language]: name.trim() }, zone),
        takes_rest: taken.length === 0,
      });
      await navigate(`/settings/lines/${id}`);
    } catch (error) {
      const found = problemsOf(error);
      setProblems(found);
      if (!found.some(({ field }) => field === "id" || field.startsWith("names"))) complain(error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Modal opened onClose={onClose} title={t("newTitle")} size="sm">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        <Stack gap="sm">
          <TextInput
            data-autofocus
            required
            label={t("name")}
            maxLength={100}
            dir="auto"
            value={name}
            error={wrong("names")}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            required
            label={t("id")}
            description={t("idHint")}
            maxLength={40}
            pattern="[a-z0-9][a-z0-9_\-]*"
            value={id}
            error={taken.includes(id) ? t("idTaken") : wrong("id")}
            onChange={(event) => setId(event.currentTarget.value.toLowerCase())}
          />
          <Group justify="flex-end" mt="xs">
            <Button variant="default" onClick={onClose}>
              {t("cancel")}
            </Button>
            <Button type="submit" loading={busy} disabled={!name.trim() || !id || taken.includes(id)}>
              {t("create")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
