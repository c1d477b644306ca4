/** The frame of every screen: the rail, the warning when what is shown may be old, and the screen itself. */
import { IconDatabaseOff, IconPlugConnectedX } from "@tabler/icons-react";
import { Outlet, useMatch } from "react-router";
import { useTranslations } from "use-intl";

import { LiveProvider, useConnection } from "../live/LiveProvider";
import { useDatabaseAway } from "../live/useDatabase";
import { Offers } from "../offers/Offers";
import { KeysHelp } from "./KeysHelp";
import { Palette } from "./Palette";
import { Rail } from "./Rail";
import classes from "./Shell.module.css";

export function Shell() {
  const reading = useMatch("/inbox/:view/:id") !== null;
  return (
    <LiveProvider>
      <div className={classes.shell} data-reading={reading}>
        <Rail />
        <div className={classes.main}>
          <Stale />
          <div className={classes.screen}>
            <Outlet />
          </div>
        </div>
      </div>
      <Offers />
      <Palette />
      <KeysHelp />
    </LiveProvider>
  );
}

function Stale() {
  const t = useTranslations("states");
  const lost = useConnection() === "lost";
  const away = useDatabaseAway();
  // There from the start on, so that a screen reader hears what comes into it.
  return (
    <div className={classes.stale} role="status">
      {away ? (
        <>
          <IconDatabaseOff size={17} aria-hidden /> {t("databaseAway")}
        </>
      ) : (
        lost && (
          <>
            <IconPlugConnectedX size={17} aria-hidden /> {t("reconnecting")}
          </>
        )
      )}
    </div>
  );
}
