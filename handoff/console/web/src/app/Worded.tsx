/** Gives the parts that Mantine draws by itself their names, in the reader's language. */
import { Drawer, MantineThemeProvider, Modal, PasswordInput } from "@mantine/core";
import { useMemo, type ReactNode } from "react";
import { useTranslations } from "use-intl";

export function Worded({ children }: { children: ReactNode }) {
  const t = useTranslations("states");
  const close = t("close");
  const reveal = t("reveal");
  const theme = useMemo(() => {
    const defaultProps = { closeButtonProps: { "aria-label": close } };
    return {
      components: {
        Modal: Modal.extend({ defaultProps }),
        Drawer: Drawer.extend({ defaultProps }),
        PasswordInput: PasswordInput.extend({
          defaultProps: { visibilityToggleButtonProps: { "aria-label": reveal } },
        }),
      },
    };
  }, [close, reveal]);
  return (
    <MantineThemeProvider theme={theme} inherit>
      {children}
    </MantineThemeProvider>
  );
}
