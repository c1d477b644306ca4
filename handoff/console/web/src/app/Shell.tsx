/** The frame of every screen: the rail, the warning when what is shown may be old, and the screen itself. */
import { IconPlugConnectedX } from "@tabler/icons-react";
import { Outlet, useMatch } from "react-router";
import { useTranslations } from "use-intl";

import { LiveProvider, useConnection } from "../live/LiveProvider";
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
  if (useConnection() !== "lost") return null;
  return (
    <div className={classes.stale} role="status">
      <IconPlugConnectedX size={17} aria-hidden /> {t("reconnecting")}
    </div>
  );
}
