/** What React Flow says to those who hear the page, in the reader's language. */
import type { AriaLabelConfig } from "@xyflow/react";
import { useMemo } from "react";
import { useTranslations } from "use-intl";

export function useAriaLabels(): Partial<AriaLabelConfig> {
  const t = useTranslations("flows.editor.aria");
  return useMemo(
    () => ({
      "node.a11yDescription.default": t("box"),
      "node.a11yDescription.keyboardDisabled": t("box"),
      "node.a11yDescription.ariaLiveMessage": ({ x, y }: { x: number; y: number }) => t("moved", { x, y }),
      "edge.a11yDescription.default": t("edge"),
      "controls.ariaLabel": t("controls"),
      "controls.zoomIn.ariaLabel": t("zoomIn"),
      "controls.zoomOut.ariaLabel": t("zoomOut"),
      "controls.fitView.ariaLabel": t("fit"),
      "minimap.ariaLabel": t("minimap"),
      "handle.ariaLabel": t("handle"),
    }),
    [t],
  );
}
