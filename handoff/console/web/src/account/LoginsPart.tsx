/** Where one is signed in, and the way out there. */
import { Badge, Button, Loader } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { IconDeviceDesktop, IconDeviceMobile } from "@tabler/icons-react";
import { useFormatter, useNow, useTranslations } from "use-intl";

import { api, ask } from "../api/client";
import { Part } from "../settings/fields/Part";
import { useComplain } from "../shared/problems";
import { Failure } from "../shared/States";
import classes from "./account.module.css";
import { deviceName, isHandheld } from "./device";
import { loginsQuery, type LoginRow } from "./queries";

export function LoginsPart() {
  const t = useTranslations("account.logins");
  const logins = useQuery(loginsQuery);
  const client = useQueryClient();
  const complain = useComplain();
  const end = useMutation({
    mutationFn: (id: string | null) =>
      id === null
        ? ask(api.POST("/api/me/logins/end-others"))
        : ask(api.DELETE("/api/me/logins/{login_id}", { params: { path: { login_id: id } } })),
    onError: complain,
    onSettled: () => client.invalidateQueries(loginsQuery),
  });
  return (
    <Part id="logins" title={t("title")} hint={t("hint")}>
      {logins.data ? (
        <>
          <ul className={classes.logins}>
            {logins.data.map((each) => (
              <Row key={each.id} login={each} busy={end.isPending} onEnd={() => end.mutate(each.id)} />
            ))}
          </ul>
          {logins.data.length > 1 && (
            <div>
              <Button size="compact-md" variant="default" onClick={() => end.mutate(null)}>
                {t("endOthers")}
              </Button>
            </div>
          )}
        </>
      ) : logins.isPending ? (
        <Loader />
      ) : (
        <Failure error={logins.error} retry={() => void logins.refetch()} />
      )}
    </Part>
  );
}

function Row({ login, busy, onEnd }: { login: LoginRow; busy: boolean; onEnd: () => void }) {
  const t = useTranslations("account.logins");
  const format = useFormatter();
  const now = useNow({ updateInterval: 15_000 });
  const Mark = isHandheld(login.device) ? IconDeviceMobile : IconDeviceDesktop;
  const device = deviceName(login.device) ?? t("unknown");
  const since = format.dateTime(new Date(login.since), { dateStyle: "medium", timeStyle: "short" });
  return (
    <li>
      <Mark size={22} stroke={1.6} aria-hidden />
      <span className={classes.device}>
        <span title={login.device}>{device}</span>
        <small>
          {login.address} · {t("since", { at: since })}
          {!login.here && ` · ${t("seen", { ago: format.relativeTime(new Date(login.seen_at), now) })}`}
        </small>
      </span>
      {login.here ? (
        <Badge variant="light" tt="none">
          {t("here")}
        </Badge>
      ) : (
        <Button
          size="compact-sm"
          variant="default"
          disabled={busy}
          aria-label={t("endThere", { device })}
          onClick={onEnd}
        >
          {t("end")}
        </Button>
      )}
    </li>
  );
}
