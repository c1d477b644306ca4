/** What kinds of steps and triggers look like. A kind that is not here gets the common mark, and works the same. */
import {
  IconArrowsSplit2,
  IconBolt,
  IconBook2,
  IconCalendarEvent,
  IconClick,
  IconClockPause,
  IconGitBranch,
  IconGridDots,
  IconHeadset,
  IconHelpCircle,
  IconLink,
  IconMessage2,
  IconNote,
  IconPencilCog,
  IconPlugConnected,
  IconQuote,
  IconRegex,
  IconRoute,
  IconSettingsAutomation,
  IconSparkles,
  IconSquareX,
  IconStar,
  IconTag,
  IconTextPlus,
  IconWebhook,
  type Icon,
} from "@tabler/icons-react";

export interface Look {
  icon: Icon;
  /** Of Mantine's palette: what is said, what decides, what calls outside, what people see. */
  color: string;
}

const STEPS: Record<string, Look> = {
  message: { icon: IconMessage2, color: "helpline" },
  question: { icon: IconHelpCircle, color: "helpline" },
  rate: { icon: IconStar, color: "helpline" },
  answer: { icon: IconBook2, color: "helpline" },
  set: { icon: IconPencilCog, color: "grape" },
  condition: { icon: IconGitBranch, color: "grape" },
  split: { icon: IconArrowsSplit2, color: "grape" },
  wait: { icon: IconClockPause, color: "grape" },
  subflow: { icon: IconRoute, color: "grape" },
  http: { icon: IconPlugConnected, color: "blue" },
  process: { icon: IconSettingsAutomation, color: "blue" },
  handoff: { icon: IconHeadset, color: "amber" },
  request: { icon: IconTextPlus, color: "amber" },
  close: { icon: IconSquareX, color: "amber" },
  tag: { icon: IconTag, color: "amber" },
  note: { icon: IconNote, color: "amber" },
};

const TRIGGERS: Record<string, Icon> = {
  event: IconCalendarEvent,
  words: IconQuote,
  pattern: IconRegex,
  intent: IconSparkles,
  button: IconClick,
  link: IconLink,
  hook: IconWebhook,
  transition: IconRoute,
};

const COMMON: Look = { icon: IconGridDots, color: "gray" };

export function lookOf(kind: string): Look {
  return STEPS[kind] ?? COMMON;
}

export function triggerLook(kind: string): Look {
  return { icon: TRIGGERS[kind] ?? IconBolt, color: "gray" };
}
