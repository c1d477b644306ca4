/** A time zone, found by typing a part of its name. */
import { Select, type SelectProps } from "@mantine/core";
import { useMemo } from "react";
import { useTranslations } from "use-intl";

interface Props extends Pick<SelectProps, "size" | "className" | "error"> {
  zone: string;
  readOnly: boolean;
  onChange: (zone: string) => void;
}

export function ZoneSelect({ zone, readOnly, onChange, ...rest }: Props) {
  const t = useTranslations("hours");
  const zones = useMemo(() => zonesWith(zone), [zone]);
  return (
    <Select
      {...rest}
      aria-label={t("zone")}
      searchable
      allowDeselect={false}
      limit={80}
      nothingFoundMessage={t("noZone")}
      disabled={readOnly}
      data={zones}
      value={zone}
      onChange={(value) => value && onChange(value)}
    />
  );
}

function zonesWith(zone: string) {
  const known = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((each) => each !== "UTC")];
  const all = known.includes(zone) ? known : [zone, ...known];
  return all.map((value) => ({ value, label: value.replaceAll("_", " ") }));
}
