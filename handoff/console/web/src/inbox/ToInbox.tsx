/** Into the inbox from anywhere: the reader's own list, narrowed down as they left it. */
import { Navigate } from "react-router";

import { rememberedFilter } from "./filters";

export function ToInbox() {
  return <Navigate to={{ pathname: "/inbox/mine", search: rememberedFilter() }} replace />;
}
