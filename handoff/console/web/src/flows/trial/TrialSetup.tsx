/** Who the customer is in this try: on which channel, in which language, at what hour, and what is known of them. */
import {
  ActionIcon,
  Autocomplete,
  Button,
  CloseButton,
  Group,
  Input,
  Popover,
  SegmentedControl,
  Select,
  Stack,
  TextInput,
  Tooltip,
} from "@mantine/core";
import { IconAdjustments, IconPlus } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import { useChannelName, useLanguageName } from "../../shared/names";
import { useFlowEditor } from "../editor/EditorContext";
import { CALLS, HOURS, type Action, type Setup } from "./model";
import { fromLocal, toLocal } from "./times";
import classes from "./Trial.module.css";

interface Props {
  setup: Setup;
  act: (action: Action) => void;
}

export function TrialSetup({ setup, act }: Props) {
  const t = useTranslations("flows.trial");
  const { flow, company, kinds } = useFlowEditor();
  const channelName = useChannelName();
  const languageName = useLanguageName();
  const set = (part: Partial<Setup>) => act({ kind: "set", setup: part });
  const languages = [...new Set([...flow.languages, ...company.languages, setup.language])];
  return (
    <>
      <Select
        size="xs"
        flex={1}
        miw={0}
        aria-label={t("channel")}
        allowDeselect={false}
        data={kinds.channels.map(({ id }) => ({ value: id, label: channelName(id) }))}
        value={setup.channel}
        onChange={(channel) => channel && set({ channel })}
      />
      <Select
        size="xs"
        flex={1}
        miw={0}
        aria-label={t("language")}
        allowDeselect={false}
        data={languages.map((value) => ({ value, label: languageName(value) }))}
        value={setup.language}
        onChange={(language) => language && set({ language })}
      />
      <Popover position="bottom-end" width={330} withArrow shadow="md" trapFocus>
        <Popover.Target>
          <Tooltip label={t("setup")}>
            <ActionIcon color="gray" size="lg" aria-label={t("setup")}>
              <IconAdjustments size={18} />
            </ActionIcon>
          </Tooltip>
        </Popover.Target>
        <Popover.Dropdown>
          <Stack gap="sm">
            <Choice
              label={t("hours")}
              data={HOURS.map((value) => ({ value, label: t(`hoursKinds.${value}`) }))}
              value={setup.hours}
              onChange={(hours) => set({ hours })}
            />
            <Choice
              label={t("calls")}
              data={CALLS.map((value) => ({ value, label: t(`callsKinds.${value}`) }))}
              value={setup.calls}
              onChange={(calls) => set({ calls })}
              hint={setup.calls === "real" ? t("realHint") : undefined}
            />
            <TextInput
              size="xs"
              type="datetime-local"
              label={t("start")}
              value={toLocal(setup.start)}
              onChange={({ currentTarget: { value } }) => {
                const start = fromLocal(value);
                if (start) set({ start });
              }}
            />
            <Attributes
              attributes={setup.attributes}
              known={company.attributes}
              onChange={(attributes) => set({ attributes })}
            />
          </Stack>
        </Popover.Dropdown>
      </Popover>
    </>
  );
}

interface ChoiceProps<Value extends string> {
  label: string;
  hint?: string | undefined;
  data: { value: Value; label: string }[];
  value: Value;
  onChange: (value: Value) => void;
}

function Choice<Value extends string>({ label, hint, data, value, onChange }: ChoiceProps<Value>) {
  return (
    <Input.Wrapper size="xs" label={label} description={hint} labelElement="div">
      <SegmentedControl
        size="xs"
        fullWidth
        mt={2}
        aria-label={label}
        data={data}
        value={value}
        onChange={(chosen) => onChange(chosen as Value)}
      />
    </Input.Wrapper>
  );
}

interface AttributesProps {
  attributes: Record<string, string>;
  known: string[];
  onChange: (attributes: Record<string, string>) => void;
}

/** What is known of the customer. An attribute without a name is not sent, so a new row begins with the first one free. */
function Attributes({ attributes, known, onChange }: AttributesProps) {
  const t = useTranslations("flows.trial");
  const rows = Object.entries(attributes);
  const put = (index: number, name: string, value: string) =>
    onChange(Object.fromEntries(rows.map((row, at) => (at === index ? [name, value] : row))));
  const next = [...known, "plan"].find((name) => !(name in attributes)) ?? `attribute_${rows.length + 1}`;
  return (
    <Input.Wrapper size="xs" label={t("customer")} labelElement="div">
      <Stack gap={4} mt={2}>
        {rows.map(([name, value], index) => (
          <Group key={index} gap={4} wrap="nowrap" className={classes.attribute}>
            <Autocomplete
              size="xs"
              aria-label={t("attribute")}
              data={known}
              value={name}
              onChange={(renamed) => put(index, renamed, value)}
            />
            <TextInput
              size="xs"
              aria-label={t("attributeValue", { name })}
              value={value}
              onChange={(event) => put(index, name, event.currentTarget.value)}
            />
            <CloseButton
              size="sm"
              aria-label={t("attributeRemove", { name })}
              onClick={() => onChange(Object.fromEntries(rows.filter((_, at) => at !== index)))}
            />
          </Group>
        ))}
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconPlus size={14} />}
          onClick={() => onChange({ ...attributes, [next]: "" })}
        >
          {t("attributeAdd")}
        </Button>
      </Stack>
    </Input.Wrapper>
  );
}
