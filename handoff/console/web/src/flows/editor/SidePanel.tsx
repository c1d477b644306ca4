/** Beside the canvas: the form of what is chosen, the trial, heat, replay and history. */
import { CloseButton, Loader, Tabs } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import {
  IconAdjustments,
  IconFlame,
  IconHistory,
  IconMessageChatbot,
  IconPlayerTrackNext,
  type Icon,
} from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";

import { Properties } from "./properties/Properties";
import classes from "./Editor.module.css";
import { Separator } from "./Separator";
import type { Selection } from "./selection";

const TrialPanel = lazy(async () => ({ default: (await import("../trial/TrialPanel")).TrialPanel }));
const HeatPanel = lazy(async () => ({ default: (await import("../heat/HeatPanel")).HeatPanel }));
const ReplayPanel = lazy(async () => ({ default: (await import("../replay/ReplayPanel")).ReplayPanel }));
const HistoryPanel = lazy(async () => ({ default: (await import("../history/HistoryPanel")).HistoryPanel }));

export type Tab = "properties" | "trial" | "heat" | "replay" | "history";

const TABS: { id: Tab; icon: Icon }[] = [
  { id: "properties", icon: IconAdjustments },
  { id: "trial", icon: IconMessageChatbot },
  { id: "heat", icon: IconFlame },
  { id: "replay", icon: IconPlayerTrackNext },
  { id: "history", icon: IconHistory },
];

interface Props {
  tab: Tab;
  onTab: (tab: Tab) => void;
  selection: Selection;
  /** Where it lies over the canvas. */
  onClose?: () => void;
}

export function SidePanel({ tab, onTab, selection, onClose }: Props) {
  const t = useTranslations("flows.editor");
  const [width, setWidth] = useLocalStorage({
    key: "helpline.flow-panel",
    defaultValue: 400,
    getInitialValueInEffect: false,
  });
  // A trial goes on while a text is mended in the form: once opened it stays, out of sight.
  const [tried, setTried] = useState(tab === "trial");
  if (tab === "trial" && !tried) setTried(true);
  return (
    <div className={classes.side} style={{ "--side-width": `${width}px` } as React.CSSProperties}>
      <Separator label={t("panelWidth")} width={width} onWidth={setWidth} />
      <Tabs
        className={classes.tabs}
        value={tab}
        keepMounted={false}
        onChange={(value) => {
          const next = TABS.find((each) => each.id === value);
          if (next) onTab(next.id);
        }}
      >
        <Tabs.List aria-label={t("panel")}>
          {TABS.map(({ id, icon: Mark }) => (
            <Tabs.Tab key={id} value={id} className={classes.tab ?? ""} title={t(`tabs.${id}`)}>
              <Mark size={17} stroke={1.8} aria-hidden />
              <span>{t(`tabs.${id}`)}</span>
            </Tabs.Tab>
          ))}
          {onClose && <CloseButton className={classes.close} aria-label={t("close")} onClick={onClose} />}
        </Tabs.List>
        <Suspense fallback={<Loader m="xl" />}>
          <Tabs.Panel value="properties" className={classes.panel}>
            <Properties selection={selection} />
          </Tabs.Panel>
          <Tabs.Panel value="trial" keepMounted={tried} className={classes.panel} data-fill>
            <TrialPanel />
          </Tabs.Panel>
          <Tabs.Panel value="heat" className={classes.panel}>
            <HeatPanel />
          </Tabs.Panel>
          <Tabs.Panel value="replay" className={classes.panel}>
            <ReplayPanel />
          </Tabs.Panel>
          <Tabs.Panel value="history" className={classes.panel}>
            <HistoryPanel />
          </Tabs.Panel>
        </Suspense>
      </Tabs>
    </div>
  );
}
