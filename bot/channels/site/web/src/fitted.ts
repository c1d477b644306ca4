const WIDEST = 280;
const HIGHEST = 260;

type Sized = { width: number | null; height: number | null };

/** The size at which a picture is shown, known before it is there, so that nothing jumps; null for what is none. */
export function fitted({ width, height }: Sized): { width: number; height: number } | null {
  if (!width || !height) return null;
  const scale = Math.min(1, WIDEST / width, HIGHEST / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
