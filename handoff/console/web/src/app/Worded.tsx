/** Gives the parts that Mantine draws by itself their names, in the reader's language. */
import { Drawer, MantineThemeProvider, Modal } from "@mantine/core";
import { useMemo, type ReactNode } from "react";
import { useTranslations } from "use-intl";

export function Worded({ children }: { children: ReactNode }) {
  const t = useTranslations("states");
  const label = t("close");
  const theme = useMemo(() => {
    const defaultProps = { closeButtonProps: { "aria-label": label } };
    return {
      components: {
        Modal: Modal.extend({ defaultProps }),
        Drawer: Drawer.extend({ defaultProps }),
      },
    };
  }, [label]);
  return (
    <MantineThemeProvider theme={theme} inherit>
      {children}
    </MantineThemeProvider>
  );
}
