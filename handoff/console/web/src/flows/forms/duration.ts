/** Durations as the documents have them (ISO 8601: `PT10S`, `P1D`), and in seconds. Pure. */

const PARTS =
  /^P(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const SECONDS = [604_800, 86_400, 3600, 60, 1];

export function seconds(duration: string): number | null {
  const found = PARTS.exec(duration);
  if (!found || duration.endsWith("T") || duration === "P") return null;
  return SECONDS.reduce((sum, worth, place) => sum + worth * Number(found[place + 1] ?? 0), 0);
}

/** In days, hours, minutes and seconds, as pydantic writes it. */
export function duration(total: number): string {
  const days = Math.floor(total / 86_400);
  const hours = Math.floor((total % 86_400) / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const rest = Math.round((total % 60) * 1000) / 1000;
  const time = `${hours ? `${hours}H` : ""}${minutes ? `${minutes}M` : ""}${rest ? `${rest}S` : ""}`;
  if (!days && !time) return "PT0S";
  return `P${days ? `${days}D` : ""}${time ? `T${time}` : ""}`;
}
