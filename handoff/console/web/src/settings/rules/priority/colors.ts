/** The colours that a level can have, by the names of the theme. */
export const COLORS = ["gray", "blue", "cyan", "teal", "green", "yellow", "orange", "red", "pink", "grape"];

export function levelColor(color: string | undefined): string {
  return color !== undefined && COLORS.includes(color) ? color : "gray";
}
