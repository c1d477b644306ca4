/** Where the lines stand on the map: a column for each tier, and a path from each to the one it escalates to. Pure. */

export const TIERS = [1, 2, 3] as const;
export const CARD = { height: 92, gap: 14 };
const COLUMN_GAP = 56;

interface Placed {
  id: string;
  tier: number;
  escalates_to: string | null;
}

/** In each column those that escalate stand near the one above them; the order within is otherwise kept. */
export function columns<Line extends Placed>(lines: readonly Line[]): Line[][] {
  const place = (id: string | null) => lines.findIndex((each) => each.id === id);
  return TIERS.map((tier) =>
    lines
      .filter((each) => each.tier === tier)
      .sort((a, b) => height(place(a.escalates_to), lines) - height(place(b.escalates_to), lines)),
  );
}

/** Who escalates to nobody stands last. */
function height(place: number, lines: readonly unknown[]): number {
  return place < 0 ? lines.length : place;
}

export interface Arrow {
  from: string;
  to: string;
  path: string;
}

/** The arrows of a map that is `width` wide, as SVG paths. */
export function arrows(cols: readonly (readonly Placed[])[], width: number): Arrow[] {
  const column = (width - COLUMN_GAP * (cols.length - 1)) / cols.length;
  const spots = new Map(
    cols.flatMap((lines, x) =>
      lines.map((line, y) => [
        line.id,
        { left: x * (column + COLUMN_GAP), middle: y * (CARD.height + CARD.gap) + CARD.height / 2 },
      ]),
    ),
  );
  return cols.flat().flatMap((line) => {
    const from = spots.get(line.id);
    const to = line.escalates_to === null ? undefined : spots.get(line.escalates_to);
    if (!from || !to || line.escalates_to === null) return [];
    const [x1, x2] = [from.left + column, to.left - 4];
    const bend = Math.max(24, (x2 - x1) / 2);
    return [
      {
        from: line.id,
        to: line.escalates_to,
        path: `M${x1} ${from.middle} C${x1 + bend} ${from.middle} ${x2 - bend} ${to.middle} ${x2} ${to.middle}`,
      },
    ];
  });
}
