/** Why a step was refused. */
import { Alert } from "@mantine/core";

export function Problem({ children }: { children: string | null }) {
  if (!children) return null;
  return (
    <Alert color="red" variant="light" role="alert">
      {children}
    </Alert>
  );
}
