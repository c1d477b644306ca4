/** The screens and their addresses, below `/console`. */
import { createBrowserRouter, Navigate } from "react-router";
import { useTranslations } from "use-intl";

import { InboxPage } from "../inbox/InboxPage";
import { Empty } from "../shared/States";
import { Shell } from "./Shell";

function NotFound() {
  const t = useTranslations("states");
  return <Empty title={t("notFound")} hint={t("notFoundHint")} />;
}

export const router = createBrowserRouter(
  [
    {
      Component: Shell,
      children: [
        { index: true, element: <Navigate to="/inbox/mine" replace /> },
        { path: "inbox", element: <Navigate to="/inbox/mine" replace /> },
        { path: "inbox/:view/:id?", Component: InboxPage },
        {
          path: "knowledge/:id?",
          lazy: async () => ({ Component: (await import("../knowledge/KnowledgePage")).KnowledgePage }),
        },
        { path: "*", Component: NotFound },
      ],
    },
  ],
  { basename: "/console" },
);
