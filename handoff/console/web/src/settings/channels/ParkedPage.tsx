/** Everything that was set aside, of all channels, the latest first. */
import { Loader } from "@mantine/core";
import { IconMailCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";

import { Title } from "../../app/Title";
import { Empty, Failure } from "../../shared/States";
import pageClasses from "../Settings.module.css";
import { Letters } from "./Letters";
import { lettersQuery } from "./queries";

export function ParkedPage() {
  const t = useTranslations("connections.letters");
  const letters = useQuery(lettersQuery);
  return (
    <>
      <Title>{t("title")}</Title>
      <header className={pageClasses.head}>
        <h1>{t("title")}</h1>
      </header>
      <main className={pageClasses.scroll}>
        {letters.isPending ? (
          <Loader m="auto" />
        ) : letters.isError ? (
          <Failure error={letters.error} retry={() => void letters.refetch()} />
        ) : letters.data.length === 0 ? (
          <Empty icon={IconMailCheck} title={t("none")} hint={t("noneHint")} />
        ) : (
          <div className={pageClasses.form}>
            <Letters letters={letters.data} />
          </div>
        )}
      </main>
    </>
  );
}
