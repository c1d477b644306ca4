/** Puts the pieces around the screens, and the sign-in before them. */
import { Center, Loader, MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider, useQuery } from "@tanstack/react-query";
import { useEffect, type ReactNode } from "react";
import { RouterProvider } from "react-router";

import { onSignedOut, rememberCsrf } from "../api/client";
import { meQuery, queryClient } from "../api/queries";
import { LoginPage } from "../login/LoginPage";
import { Failure } from "../shared/States";
import { CommandsProvider } from "./commands";
import { PreferencesProvider } from "./preferences";
import { router } from "./routes";
import { forget, MeContext } from "./session";
import { styleNonce } from "./styleNonce";
import { cssVariables, theme } from "./theme";
import { Worded } from "./Worded";

export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        defaultColorScheme="auto"
        getStyleNonce={styleNonce}
      >
        <PreferencesProvider>
          <Worded>
            <Notifications position="top-center" limit={4} />
            <CommandsProvider>
              <Gate>
                <RouterProvider router={router} />
              </Gate>
            </CommandsProvider>
          </Worded>
        </PreferencesProvider>
      </MantineProvider>
    </QueryClientProvider>
  );
}

/** Signed out, the address stays: after signing in one is where one wanted to be. */
function Gate({ children }: { children: ReactNode }) {
  const me = useQuery(meQuery);

  useEffect(() => onSignedOut(() => forget(queryClient)), []);

  if (me.isPending) {
    return (
      <Center h="100dvh">
        <Loader />
      </Center>
    );
  }
  if (me.data === undefined) {
    return (
      <Center h="100dvh">
        <Failure error={me.error} retry={() => void me.refetch()} />
      </Center>
    );
  }
  if (me.data === null) return <LoginPage />;
  rememberCsrf(me.data.csrf);
  return <MeContext value={me.data}>{children}</MeContext>;
}
