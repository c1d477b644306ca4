/** What stops which clock. */
import { Checkbox, Text } from "@mantine/core";
import { useTranslations } from "use-intl";

import { PAUSES, TARGETS, type Pause, type Policy, type Target } from "../model";
import own from "./sla.module.css";

interface Props {
  pauses: Policy["pauses"];
  readOnly: boolean;
  onChange: (pauses: Policy["pauses"]) => void;
}

export function PauseTable({ pauses, readOnly, onChange }: Props) {
  const t = useTranslations("rules.sla");
  const targetName = useTranslations("clocks.target");
  const toggle = (target: Target, pause: Pause) => {
    const before = pauses[target] ?? [];
    const after = before.includes(pause) ? before.filter((each) => each !== pause) : [...before, pause];
    onChange({ ...pauses, [target]: after });
  };
  return (
    <>
      <Text size="xs" c="dimmed" mb={6}>
        {t("pausesHint")}
      </Text>
      <div className={own.wide}>
        <table className={own.pauses}>
          <thead>
            <tr>
              <td />
              {PAUSES.map((pause) => (
                <th key={pause} scope="col">
                  {t(`pause.${pause}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {TARGETS.map((target) => (
              <tr key={target}>
                <th scope="row">{targetName(target)}</th>
                {PAUSES.map((pause) => (
                  <td key={pause}>
                    <Checkbox
                      size="sm"
                      aria-label={`${targetName(target)}: ${t(`pause.${pause}`)}`}
                      disabled={readOnly}
                      checked={pauses[target]?.includes(pause) ?? false}
                      onChange={() => toggle(target, pause)}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
