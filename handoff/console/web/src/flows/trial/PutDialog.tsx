/** What needs a few fields before it can happen in a try. */
import {
  Autocomplete,
  Button,
  Group,
  JsonInput,
  Modal,
  NumberInput,
  Select,
  Stack,
  TextInput,
} from "@mantine/core";
import { useState, type ReactNode } from "react";
import { useTranslations } from "use-intl";

import { useFlowEditor } from "../editor/EditorContext";
import { useValueWords } from "../forms/words";
import { parsed } from "./json";
import type { EventName, Input } from "./model";
import { fromLocal, secondsTo, toLocal } from "./times";

export type Putting = "file" | "place" | "link" | "event" | "hook" | "wait";

const MIMES = ["application/pdf", "image/jpeg", "image/png", "audio/ogg", "video/mp4", "text/plain"];

interface Props {
  what: Putting;
  now: string;
  onPut: (input: Input) => void;
  onClose: () => void;
}

export function PutDialog({ what, now, onPut, onClose }: Props) {
  const t = useTranslations("flows.trial.put");
  const Form = FORMS[what];
  return (
    <Modal opened onClose={onClose} title={t(what)} size="sm">
      <Form now={now} onPut={onPut} onClose={onClose} />
    </Modal>
  );
}

type FormProps = Omit<Props, "what">;

const FORMS: Record<Putting, (props: FormProps) => ReactNode> = {
  file: FileForm,
  place: PlaceForm,
  link: LinkForm,
  event: EventForm,
  hook: HookForm,
  wait: WaitForm,
};

function FileForm(props: FormProps) {
  const t = useTranslations("flows.trial.put");
  const [name, setName] = useState("document.pdf");
  const [mime, setMime] = useState("application/pdf");
  return (
    <Frame {...props} input={name && mime ? { kind: "file", name, mime } : null}>
      <TextInput label={t("name")} value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <Autocomplete label={t("mime")} data={MIMES} value={mime} onChange={setMime} />
    </Frame>
  );
}

function PlaceForm(props: FormProps) {
  const t = useTranslations("flows.trial.put");
  const [latitude, setLatitude] = useState<number | string>(52.2297);
  const [longitude, setLongitude] = useState<number | string>(21.0122);
  const known = latitude !== "" && longitude !== "";
  const input: Input | null = known
    ? { kind: "place", latitude: Number(latitude), longitude: Number(longitude) }
    : null;
  return (
    <Frame {...props} input={input}>
      <NumberInput
        label={t("latitude")}
        min={-90}
        max={90}
        decimalScale={6}
        value={latitude}
        onChange={setLatitude}
      />
      <NumberInput
        label={t("longitude")}
        min={-180}
        max={180}
        decimalScale={6}
        value={longitude}
        onChange={setLongitude}
      />
    </Frame>
  );
}

function LinkForm(props: FormProps) {
  const t = useTranslations("flows.trial.put");
  const [payload, setPayload] = useState("");
  return (
    <Frame {...props} input={payload ? { kind: "link", payload } : null}>
      <TextInput
        data-autofocus
        label={t("payload")}
        description={t("payloadHint")}
        value={payload}
        onChange={(event) => setPayload(event.currentTarget.value)}
      />
    </Frame>
  );
}

function EventForm(props: FormProps) {
  const t = useTranslations("flows.trial.put");
  const { kinds } = useFlowEditor();
  const eventName = useValueWords();
  const [event, setEvent] = useState<EventName>("session_closed");
  const [minutes, setMinutes] = useState<number | string>(5);
  const silence = event.endsWith("_silent");
  return (
    <Frame {...props} input={{ kind: "event", event, minutes: silence ? Number(minutes) : 0 }}>
      <Select
        label={t("what")}
        allowDeselect={false}
        data={kinds.events.map((value) => ({ value, label: eventName(value) }))}
        value={event}
        onChange={(value) => value && setEvent(value as EventName)}
      />
      {silence && <NumberInput label={t("minutes")} min={1} value={minutes} onChange={setMinutes} />}
    </Frame>
  );
}

function HookForm(props: FormProps) {
  const t = useTranslations("flows.trial.put");
  const { company } = useFlowEditor();
  const [hook, setHook] = useState(company.hooks[0] ?? "");
  const [text, setText] = useState("{}");
  const data = parsed(text);
  return (
    <Frame {...props} input={hook && data.ok ? { kind: "hook", hook, data: data.value } : null}>
      <Autocomplete label={t("hookName")} data={company.hooks} value={hook} onChange={setHook} />
      <JsonInput
        label={t("data")}
        autosize
        minRows={3}
        formatOnBlur
        error={data.ok ? undefined : t("notJson")}
        value={text}
        onChange={setText}
      />
    </Frame>
  );
}

function WaitForm({ now, ...props }: FormProps) {
  const t = useTranslations("flows.trial.put");
  const [local, setLocal] = useState(toLocal(now));
  const until = fromLocal(local);
  const seconds = until ? secondsTo(until, now) : 0;
  return (
    <Frame {...props} input={seconds > 0 ? { kind: "wait", seconds } : null}>
      <TextInput
        data-autofocus
        type="datetime-local"
        label={t("until")}
        description={t("untilHint")}
        min={toLocal(now)}
        value={local}
        onChange={(event) => setLocal(event.currentTarget.value)}
      />
    </Frame>
  );
}

interface FrameProps {
  input: Input | null;
  onPut: (input: Input) => void;
  onClose: () => void;
  children: ReactNode;
}

function Frame({ input, onPut, onClose, children }: FrameProps) {
  const t = useTranslations("flows.trial.put");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        // The dialog stands within the composer, whose own form must not be sent.
        event.stopPropagation();
        if (input) onPut(input);
      }}
    >
      <Stack>
        {children}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" disabled={!input}>
            {t("confirm")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
