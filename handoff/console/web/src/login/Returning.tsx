/** Back from another system: what it sent along is shown to the server, once. */
import { Button, Loader, Stack, Text } from "@mantine/core";
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";

import { api, ask } from "../api/client";
import classes from "./LoginPage.module.css";
import { Problem } from "./Problem";
import { forgetReturn, type Return } from "./returning";
import { useComingIn } from "./useComingIn";

interface Props {
  back: Return;
  /** To the password after all. */
  onTurnBack: () => void;
}

export function Returning({ back, onTurnBack }: Props) {
  const t = useTranslations("login");
  const { comeIn, problem } = useComingIn();
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    forgetReturn();
    void comeIn(() => ask(api.POST("/api/login/single-sign-on/back", { body: back })));
  }, [back, comeIn]);
  return (
    <Stack gap="sm" className={classes.form}>
      {problem ? (
        <>
          <Problem>{problem}</Problem>
          <Button variant="default" onClick={onTurnBack}>
            {t("turnBack")}
          </Button>
        </>
      ) : (
        <>
          <Loader m="auto" />
          <Text size="sm" ta="center" role="status">
            {t("comingBack")}
          </Text>
        </>
      )}
    </Stack>
  );
}
