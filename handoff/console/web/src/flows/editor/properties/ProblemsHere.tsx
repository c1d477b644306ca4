/** What is wrong with the thing as a whole, and how to mend it. */
import { Alert } from "@mantine/core";

import { useProblemsAt } from "../../forms/FormContext";
import { useWords } from "../../forms/words";

export function ProblemsHere({ path }: { path: string }) {
  const words = useWords();
  return useProblemsAt(path).map((each) => (
    <Alert key={each.code + each.message} color={each.severity === "error" ? "red" : "amber"} p="xs">
      {words(each.message)} {words(each.remedy)}
    </Alert>
  ));
}
