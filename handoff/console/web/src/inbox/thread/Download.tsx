/** A file that is not shown: its name and size, to be saved. */
import { Text } from "@mantine/core";
import { IconFile } from "@tabler/icons-react";
import { useFormatter } from "use-intl";

import type { Attachment } from "../../api/types";
import classes from "./Attached.module.css";

export function Download({ attachment, address }: { attachment: Attachment; address: string }) {
  const format = useFormatter();
  const size = attachment.size ?? 0;
  const [value, unit] = size >= 1e6 ? [size / 1e6, "megabyte"] : [Math.max(1, size / 1e3), "kilobyte"];
  return (
    <a className={classes.card} href={address} download={attachment.name}>
      <IconFile size={22} aria-hidden />
      <span>
        <Text component="span" display="block" size="sm" fw={550}>
          {attachment.name}
        </Text>
        {size > 0 && (
          <Text component="span" display="block" size="xs" c="dimmed">
            {format.number(value, {
              style: "unit",
              unit,
              maximumFractionDigits: unit === "megabyte" ? 1 : 0,
            })}
          </Text>
        )}
      </span>
    </a>
  );
}
