/** Taking a line out of use, with the reason where that can't be done yet. */
import { Button, Text } from "@mantine/core";
import { IconArchive } from "@tabler/icons-react";
import { useState } from "react";
import { useNavigate } from "react-router";
import { useTranslations } from "use-intl";

import { ApiError } from "../../../api/client";
import { useComplain } from "../../../shared/problems";
import { Part } from "../../fields/Part";
import { useLineChanges } from "../useLines";

interface Props {
  id: string;
  takesRest: boolean;
  dirty: boolean;
}

export function ArchivePart({ id, takesRest, dirty }: Props) {
  const t = useTranslations("lines.archiving");
  const navigate = useNavigate();
  const complain = useComplain();
  const changes = useLineChanges();
  const [asked, setAsked] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const archive = async () => {
    setBusy(true);
    try {
      await changes.archive(id);
      await navigate("/settings/lines");
    } catch (error) {
      if (error instanceof ApiError && error.status === 409) setRefusal(error.message);
      else complain(error);
    } finally {
      setBusy(false);
      setAsked(false);
    }
  };

  const whyNot = takesRest ? t("takesRest") : dirty ? t("saveFirst") : refusal;
  return (
    <Part id="archive" title={t("title")} hint={t("hint")}>
      {whyNot && (
        <Text size="sm" c={refusal ? "red" : "dimmed"} role="status">
          {whyNot}
        </Text>
      )}
      <div>
        <Button
          size="compact-md"
          variant={asked ? "filled" : "light"}
          color="red"
          leftSection={<IconArchive size={16} />}
          disabled={takesRest || dirty}
          loading={busy}
          onClick={() => (asked ? void archive() : setAsked(true))}
          onBlur={() => setAsked(false)}
        >
          {asked ? t("confirm") : t("button")}
        </Button>
      </div>
    </Part>
  );
}
