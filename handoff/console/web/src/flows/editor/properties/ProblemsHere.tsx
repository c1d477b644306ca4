/** What is wrong with the thing as a whole, and how to mend it. */
import { Alert } from "@mantine/core";

import { useProblemsAt } from "../../forms/FormContext";
import { useProblemWords } from "../../forms/useProblemWords";

export function ProblemsHere({ path }: { path: string }) {
  const tell = useProblemWords();
  return useProblemsAt(path).map((each) => {
    const { message, remedy } = tell(each);
    return (
      <Alert key={each.code + each.message} color={each.severity === "error" ? "red" : "amber"} p="xs">
        {message} {remedy}
      </Alert>
    );
  });
}
