/** One's own account: the second factor, the password, and where one is signed in. */
import { useTranslations } from "use-intl";

import { Title } from "../app/Title";
import pageClasses from "../settings/Settings.module.css";
import classes from "./account.module.css";
import { FactorPart } from "./FactorPart";
import { LoginsPart } from "./LoginsPart";
import { PasswordPart } from "./PasswordPart";

export function AccountPage() {
  const t = useTranslations("account");
  return (
    <div className={classes.page}>
      <Title>{t("title")}</Title>
      <header className={pageClasses.head}>
        <h1>{t("title")}</h1>
      </header>
      <div className={pageClasses.scroll}>
        <div className={pageClasses.form}>
          <FactorPart />
          <PasswordPart />
          <LoginsPart />
        </div>
      </div>
    </div>
  );
}
