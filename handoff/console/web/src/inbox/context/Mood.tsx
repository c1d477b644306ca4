/** How the customer's latest words sound: a face and its word, since a colour alone tells nobody enough. */
import { IconMoodAngry, IconMoodEmpty, IconMoodSmile } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import classes from "./ContextPanel.module.css";

/** The same bounds as where the model is measured. */
const CROSS = -0.4;
const PLEASED = 0.4;

export function Mood({ sentiment }: { sentiment: number }) {
  const t = useTranslations("context.moods");
  const mood = sentiment < CROSS ? "cross" : sentiment > PLEASED ? "pleased" : "calm";
  const Sign = { cross: IconMoodAngry, calm: IconMoodEmpty, pleased: IconMoodSmile }[mood];
  return (
    <span className={classes.mood} data-mood={mood}>
      <Sign size={16} aria-hidden /> {t(mood)}
    </span>
  );
}
