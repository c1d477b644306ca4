/** The moves of a session as a list: the header's buttons, its menu and the keys are all made from it. */
import {
  IconArrowBackUp,
  IconArrowsExchange,
  IconCheck,
  IconFlag,
  IconHandStop,
  IconPlayerPlay,
  IconStairsUp,
  IconUserShare,
  type Icon,
} from "@tabler/icons-react";

import type { Allowed } from "../rules";
import type { Dialog } from "./Dialogs";

export interface Move {
  name: "transfer" | "hold" | "resume" | "close" | "escalate" | "assign" | "priority" | "giveBack";
  icon: Icon;
  key: string;
  /** Worth a button of its own where there is room. */
  button: boolean;
  /** None: done at once. */
  dialog: Dialog | null;
}

const MOVES: (Move & { needs: keyof Allowed })[] = [
  { name: "resume", icon: IconPlayerPlay, key: "h", button: true, dialog: null, needs: "resume" },
  {
    name: "transfer",
    icon: IconArrowsExchange,
    key: "t",
    button: true,
    dialog: "transfer",
    needs: "transferToLine",
  },
  { name: "hold", icon: IconHandStop, key: "h", button: true, dialog: "hold", needs: "hold" },
  { name: "close", icon: IconCheck, key: "c", button: true, dialog: "close", needs: "close" },
  { name: "assign", icon: IconUserShare, key: "g", button: false, dialog: "assign", needs: "assign" },
  { name: "escalate", icon: IconStairsUp, key: "e", button: false, dialog: "escalate", needs: "escalate" },
  { name: "priority", icon: IconFlag, key: "p", button: false, dialog: "priority", needs: "prioritise" },
  {
    name: "giveBack",
    icon: IconArrowBackUp,
    key: "b",
    button: false,
    dialog: "giveBack",
    needs: "giveBack",
  },
];

export function movesOf(may: Allowed): Move[] {
  return MOVES.filter(({ needs }) => may[needs]);
}
