/** A value of the settings as lines of text, for those who compare two of them. Pure. */
export function plain(value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  if (typeof value === "boolean") return value ? "✓" : "–";
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value)) {
    if (value.length === 0) return "–";
    return value.map(plain).join(value.every((each) => typeof each !== "object") ? ", " : "\n");
  }
  if ("opens" in value && "closes" in value) return `${String(value.opens)}–${String(value.closes)}`;
  const said = Object.entries(value).filter(([, each]) => plain(each) !== "–");
  return said.length === 0 ? "–" : said.map(([key, each]) => `${key}: ${plain(each)}`).join("\n");
}

/** The fields in which two forms differ. */
export function differing<Form extends object>(a: Form, b: Form): (keyof Form & string)[] {
  return (Object.keys(a) as (keyof Form & string)[]).filter(
    (field) => JSON.stringify(a[field]) !== JSON.stringify(b[field]),
  );
}
