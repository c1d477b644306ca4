/** The bar above the canvas: the way back, what is kept, undo and redo, problems, and publishing. */
import { ActionIcon, Badge, Button, Menu, Tooltip } from "@mantine/core";
import {
  IconAdjustments,
  IconAlertTriangle,
  IconArrowBackUp,
  IconArrowForwardUp,
  IconArrowLeft,
  IconCircleCheck,
  IconCircleX,
  IconDots,
  IconLayoutDistributeHorizontal,
  IconPlayerPlay,
  IconPlus,
  IconRocket,
  IconSearch,
  type Icon,
} from "@tabler/icons-react";
import { Link } from "react-router";
import { useTranslations } from "use-intl";

import type { FlowView } from "../model/types";
import { useDeeds } from "./deeds";
import classes from "./Editor.module.css";
import { SaveState } from "./SaveState";
import type { Checked } from "./useCheck";
import type { Drawing } from "./useDrawing";

interface Props {
  name: string;
  view: FlowView;
  drawing: Drawing;
  checked: Checked;
  editing: boolean;
  wide: boolean;
  onAdd: () => void;
  onPanel: () => void;
  onSearch: () => void;
  onProblems: () => void;
  onConflict: () => void;
  onPublish: () => void;
  onTry: () => void;
}

export function TopBar(props: Props) {
  const { name, view, drawing, checked, editing, wide } = props;
  const t = useTranslations("flows.editor");
  const { tidy } = useDeeds();
  return (
    <header className={classes.bar}>
      <Tool label={t("back")} icon={IconArrowLeft} to="/flows" />
      <h1 dir="auto">{name}</h1>
      {view.archived && (
        <Badge color="gray" variant="light" tt="none">
          {t("archived")}
        </Badge>
      )}
      {wide && (
        <Badge color={view.in_force === null ? "gray" : "helpline"} variant="light" tt="none">
          {view.in_force === null ? t("neverPublished") : t("inForce", { number: view.in_force })}
        </Badge>
      )}
      <SaveState drawing={drawing} editing={editing} onConflict={props.onConflict} />
      <span className={classes.gap} />
      {editing && (
        <>
          <Tool
            label={t("keys.undo")}
            icon={IconArrowBackUp}
            disabled={!drawing.canUndo}
            onClick={drawing.undo}
          />
          {wide && (
            <Tool
              label={t("keys.redo")}
              icon={IconArrowForwardUp}
              disabled={!drawing.canRedo}
              onClick={drawing.redo}
            />
          )}
        </>
      )}
      {wide ? (
        <>
          {editing && <Tool label={t("keys.tidy")} icon={IconLayoutDistributeHorizontal} onClick={tidy} />}
          <Tool label={t("keys.search")} icon={IconSearch} onClick={props.onSearch} />
          <Button
            size="compact-md"
            variant="default"
            leftSection={<IconPlayerPlay size={15} />}
            onClick={props.onTry}
          >
            {t("tabs.trial")}
          </Button>
        </>
      ) : (
        <>
          {editing && <Tool label={t("newStep")} icon={IconPlus} onClick={props.onAdd} />}
          <Tool label={t("panel")} icon={IconAdjustments} onClick={props.onPanel} />
          <Menu position="bottom-end" withinPortal>
            <Menu.Target>
              <ActionIcon size="lg" color="gray" aria-label={t("more")}>
                <IconDots size={19} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconPlayerPlay size={16} />} onClick={props.onTry}>
                {t("tabs.trial")}
              </Menu.Item>
              <Menu.Item leftSection={<IconSearch size={16} />} onClick={props.onSearch}>
                {t("keys.search")}
              </Menu.Item>
              {editing && (
                <>
                  <Menu.Item leftSection={<IconLayoutDistributeHorizontal size={16} />} onClick={tidy}>
                    {t("keys.tidy")}
                  </Menu.Item>
                  <Menu.Item
                    leftSection={<IconArrowForwardUp size={16} />}
                    disabled={!drawing.canRedo}
                    onClick={drawing.redo}
                  >
                    {t("keys.redo")}
                  </Menu.Item>
                  <Menu.Item leftSection={<IconRocket size={16} />} onClick={props.onPublish}>
                    {t("publish")}
                  </Menu.Item>
                </>
              )}
            </Menu.Dropdown>
          </Menu>
        </>
      )}
      <Problems checked={checked} onClick={props.onProblems} />
      {editing && wide && (
        <Button size="compact-md" leftSection={<IconRocket size={15} />} onClick={props.onPublish}>
          {t("publish")}
        </Button>
      )}
    </header>
  );
}

function Problems({ checked, onClick }: { checked: Checked; onClick: () => void }) {
  const t = useTranslations("flows.editor");
  const errors = checked.problems.filter((each) => each.severity === "error").length;
  const warnings =
    checked.problems.filter((each) => each.severity === "warning").length +
    checked.degradations.filter((each) => each.severity === "warning").length;
  const Mark = errors ? IconCircleX : warnings ? IconAlertTriangle : IconCircleCheck;
  const color = errors ? "red" : warnings ? "amber" : "gray";
  const label = errors || warnings ? t("problemCount", { errors, warnings }) : t("noProblems");
  return (
    <Tooltip label={label}>
      <Button
        size="compact-md"
        variant="light"
        color={color}
        leftSection={<Mark size={16} />}
        aria-label={`${t("problems")}: ${label}`}
        onClick={onClick}
      >
        {errors + warnings}
      </Button>
    </Tooltip>
  );
}

interface ToolProps {
  label: string;
  icon: Icon;
  disabled?: boolean;
  to?: string;
  onClick?: () => void;
}

function Tool({ label, icon: Mark, disabled = false, to, onClick }: ToolProps) {
  const shared = { size: "lg", color: "gray", "aria-label": label, disabled } as const;
  return (
    <Tooltip label={label}>
      {to === undefined ? (
        <ActionIcon {...shared} onClick={onClick}>
          <Mark size={19} />
        </ActionIcon>
      ) : (
        <ActionIcon {...shared} component={Link} to={to}>
          <Mark size={19} />
        </ActionIcon>
      )}
    </Tooltip>
  );
}
