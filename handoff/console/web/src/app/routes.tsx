/** The screens and their addresses, below `/console`. */
import { Button } from "@mantine/core";
import { IconBug } from "@tabler/icons-react";
import { createBrowserRouter, Navigate, useRouteError } from "react-router";
import { useTranslations } from "use-intl";

import { InboxPage } from "../inbox/InboxPage";
import { ToInbox } from "../inbox/ToInbox";
import { Empty } from "../shared/States";
import { Shell } from "./Shell";

/** A fault of ours in drawing a screen: say so, and offer the way out. */
function Broken() {
  const t = useTranslations("states");
  const error = useRouteError();
  return (
    <Empty icon={IconBug} title={t("broken")} hint={error instanceof Error ? error.message : undefined}>
      <Button onClick={() => location.reload()}>{t("reload")}</Button>
    </Empty>
  );
}

function NotFound() {
  const t = useTranslations("states");
  return (
    <main>
      <Empty title={t("notFound")} hint={t("notFoundHint")} />
    </main>
  );
}

export const router = createBrowserRouter(
  [
    {
      Component: Shell,
      HydrateFallback: () => null,
      ErrorBoundary: Broken,
      children: [
        { index: true, Component: ToInbox },
        { path: "inbox", Component: ToInbox },
        { path: "inbox/:view/:id?", Component: InboxPage },
        {
          path: "knowledge/:id?",
          lazy: async () => ({ Component: (await import("../knowledge/KnowledgePage")).KnowledgePage }),
        },
        {
          path: "account",
          lazy: async () => ({ Component: (await import("../account/AccountPage")).AccountPage }),
        },
        {
          path: "flows",
          lazy: async () => ({ Component: (await import("../flows/list/FlowsPage")).FlowsPage }),
        },
        {
          path: "flows/:id",
          lazy: async () => ({ Component: (await import("../flows/editor/FlowPage")).FlowPage }),
        },
        {
          path: "team",
          lazy: async () => ({ Component: (await import("../team/TeamArea")).TeamArea }),
          children: [
            { index: true, lazy: async () => ({ Component: (await import("../team/TeamPage")).TeamPage }) },
            {
              path: "work",
              lazy: async () => ({ Component: (await import("../team/performance/WorkPage")).WorkPage }),
            },
          ],
        },
        {
          path: "settings",
          lazy: async () => ({ Component: (await import("../settings/SettingsPage")).SettingsPage }),
          children: [
            { index: true, element: <Navigate to="/settings/lines" replace /> },
            {
              path: "lines/:id?",
              lazy: async () => ({ Component: (await import("../settings/lines/LinesPage")).LinesPage }),
            },
            {
              path: "staff/:id?",
              lazy: async () => ({ Component: (await import("../settings/staff/StaffPage")).StaffPage }),
            },
            {
              path: "routing",
              lazy: async () => ({
                Component: (await import("../settings/rules/routing/RoutingPage")).RoutingPage,
              }),
            },
            {
              path: "priority",
              lazy: async () => ({
                Component: (await import("../settings/rules/priority/PriorityPage")).PriorityPage,
              }),
            },
            {
              path: "sla",
              lazy: async () => ({ Component: (await import("../settings/rules/sla/SlaPage")).SlaPage }),
            },
            {
              path: "customers",
              lazy: async () => ({ Component: (await import("../people/CustomersPage")).CustomersPage }),
            },
            {
              path: "channels/:name?/:kind?",
              lazy: async () => ({
                Component: (await import("../settings/channels/ChannelsPage")).ChannelsPage,
              }),
            },
            {
              path: "parked",
              lazy: async () => ({ Component: (await import("../settings/channels/ParkedPage")).ParkedPage }),
            },
            {
              path: "audit",
              lazy: async () => ({ Component: (await import("../settings/audit/AuditPage")).AuditPage }),
            },
            {
              path: "flows",
              lazy: async () => ({ Component: (await import("../flows/systems/SystemsPage")).SystemsPage }),
            },
          ],
        },
        // Where another system sends people back to: the sign-in before this reads what it says.
        { path: "single-sign-on", element: <Navigate to="/inbox/mine" replace /> },
        { path: "*", Component: NotFound },
      ],
    },
  ],
  { basename: "/console" },
);
