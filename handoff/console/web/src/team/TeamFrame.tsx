/** What the pages about the team share: the head with the ways between them, room to scroll. */
import type { ReactNode } from "react";
import { NavLink } from "react-router";
import { useTranslations } from "use-intl";

import classes from "./TeamPage.module.css";

interface Props {
  tools?: ReactNode;
  /** Below what scrolls. */
  foot?: ReactNode;
  children: ReactNode;
}

export function TeamFrame({ tools, foot, children }: Props) {
  const t = useTranslations("team");
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <h1>{t("title")}</h1>
        <nav className={classes.ways} aria-label={t("title")}>
          <NavLink to="/team" end>
            {t("now")}
          </NavLink>
          <NavLink to="/team/work">{t("work.title")}</NavLink>
        </nav>
        <span className={classes.tools}>{tools}</span>
      </header>
      <main className={classes.scroll}>{children}</main>
      {foot}
    </div>
  );
}
