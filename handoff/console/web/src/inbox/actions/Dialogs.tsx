/** The dialogs of a session's moves; at most one is open. */
import type { Conversation } from "../../api/types";
import type { Allowed } from "../rules";
import type { Desk } from "../useDesk";
import { CloseDialog } from "./CloseDialog";
import { EscalateDialog } from "./EscalateDialog";
import { GiveBackDialog } from "./GiveBackDialog";
import { HoldDialog } from "./HoldDialog";
import { PriorityDialog } from "./PriorityDialog";
import { TransferDialog } from "./TransferDialog";

export type Dialog = "transfer" | "assign" | "close" | "giveBack" | "hold" | "escalate" | "priority";

interface Props {
  open: Dialog | null;
  onClose: () => void;
  conversation: Conversation;
  may: Allowed;
  desk: Desk;
}

export function Dialogs({ open, may, ...rest }: Props) {
  return (
    <>
      <TransferDialog opened={open === "transfer"} may={may} {...rest} />
      <TransferDialog opened={open === "assign"} may={may} assigning {...rest} />
      <CloseDialog opened={open === "close"} {...rest} />
      <GiveBackDialog opened={open === "giveBack"} {...rest} />
      <HoldDialog opened={open === "hold"} {...rest} />
      <EscalateDialog opened={open === "escalate"} {...rest} />
      <PriorityDialog opened={open === "priority"} {...rest} />
    </>
  );
}
