/** One input, and all that came of it. */
import { Badge } from "@mantine/core";
import { IconFile, IconPhoto } from "@tabler/icons-react";
import { useFormatter, useTranslations } from "use-intl";

import { readable } from "../../shared/names";
import { useFlowEditor } from "../editor/EditorContext";
import { CallCard } from "./CallCard";
import { exampleFor } from "./example";
import { detail, tellable, TOLD } from "./effects";
import type { Action, Call, Effect, Shown, Turn } from "./model";
import classes from "./Trial.module.css";
import { useInputWords } from "./useInputWords";
import { useTriggerWords } from "./useTriggerWords";

interface Props {
  turn: Turn;
  /** With the answers that came later. */
  calls: Call[];
  latest: boolean;
  stubs: boolean;
  act: (action: Action) => void;
}

export function TrialTurn({ turn, calls, latest, stubs, act }: Props) {
  const t = useTranslations("flows.trial");
  const format = useFormatter();
  const { flow } = useFlowEditor();
  const { text, own } = useInputWords()(turn.input);
  const triggerWords = useTriggerWords();
  const begins = turn.input.kind === "begin";
  const began = begins ? null : turn.began;
  return (
    <>
      <p className={own ? classes.customer : begins ? classes.began : classes.system} dir="auto">
        {text}
        <time dateTime={turn.at}>
          {format.dateTime(new Date(turn.at), { weekday: "short", hour: "numeric", minute: "numeric" })}
        </time>
      </p>
      {began && (
        <p className={classes.began}>
          {began.flow === flow.id
            ? t("began", { trigger: triggerWords(began.trigger) })
            : t("beganOther", { flow: began.flow })}
        </p>
      )}
      {turn.shown.map((message, index) => (
        <Message
          key={index}
          message={message}
          onPress={(button) => act({ kind: "put", input: { kind: "pressed", ...button } })}
        />
      ))}
      {tellable(turn.effects).map((effect, index) => (
        <Done key={index} effect={effect} />
      ))}
      {calls.map((call) => (
        <CallCard
          key={call.id}
          call={call}
          open={latest && stubs && !call.answer}
          example={exampleFor(flow.steps?.[turn.waits_at?.step ?? ""])}
          act={act}
        />
      ))}
      {turn.problems.map((problem) => (
        <p key={problem} className={classes.problem} role="alert">
          {problem}
        </p>
      ))}
      {turn.over && <p className={classes.system}>{t("over")}</p>}
    </>
  );
}

interface MessageProps {
  message: Shown;
  onPress: (button: { flow: string; step: string; choice: string; label: string }) => void;
}

/** As the channel shows it: the server has cut and numbered what did not fit. */
function Message({ message: { text, media, buttons, shape }, onPress }: MessageProps) {
  const t = useTranslations("flows.trial");
  return (
    <div className={classes.bot}>
      {(text || media.length > 0) && (
        <div className={classes.bubble} dir="auto">
          {media.map(({ kind, url, name }) => (
            <a key={url} href={url} target="_blank" rel="noreferrer" className={classes.media}>
              {kind === "photo" ? <IconPhoto size={15} aria-hidden /> : <IconFile size={15} aria-hidden />}
              {name || url}
            </a>
          ))}
          {text}
        </div>
      )}
      {buttons.length > 0 && (
        <ul className={classes.buttons} data-shape={shape} aria-label={t(`shapes.${shape}`)}>
          {buttons.map(({ url, ...button }) => (
            <li key={`${button.choice}${button.label}`}>
              {url ? (
                <a href={url} target="_blank" rel="noreferrer">
                  {button.label} ↗
                </a>
              ) : (
                <button type="button" onClick={() => onPress(button)}>
                  {button.label}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** What the flow did besides talking. */
function Done({ effect }: { effect: Effect }) {
  const t = useTranslations("flows.trial.effects");
  const known = TOLD.find((each) => each === effect.kind);
  return (
    <p className={classes.done} data-failed={effect.kind === "failed"}>
      <Badge
        component="span"
        size="sm"
        variant="light"
        tt="none"
        color={effect.kind === "failed" ? "red" : "helpline"}
      >
        {known ? t(known) : readable(effect.kind)}
      </Badge>
      {detail(effect)}
    </p>
  );
}
