const WIDEST = 320;
const HIGHEST = 280;

interface Sized {
  width?: number | null;
  height?: number | null;
}

/** The size at which a picture is shown, known before it is there, so that the thread stays where it is; null: no picture. */
export function fitted(
  { width, height }: Sized,
  highest = HIGHEST,
): { width: number; height: number } | null {
  if (!width || !height) return null;
  const scale = Math.min(1, WIDEST / width, highest / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
