/** Names put into a text where the cursor is. Pure. */

export interface Typed {
  text: string;
  /** Where the cursor stands afterwards. */
  cursor: number;
}

/** `{{ name }}` in a text, the bare name in an expression; with a space where it would touch another word. */
export function inserted(
  text: string,
  name: string,
  from: number,
  to: number,
  as: "template" | "expression",
): Typed {
  const before = text.slice(0, from);
  const after = text.slice(to);
  const word = as === "template" ? `{{ ${name} }}` : name;
  const gap = as === "expression" && /\w$/.test(before) ? " " : "";
  const tail = as === "expression" && /^\w/.test(after) ? " " : "";
  return { text: before + gap + word + tail + after, cursor: before.length + gap.length + word.length };
}
