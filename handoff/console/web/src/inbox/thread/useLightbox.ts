import { createContext, use } from "react";

type Open = (file: string) => void;

export const LightboxContext = createContext<Open | null>(null);

/** Opens a picture large; null where no thread is around. */
export function useLightbox(): Open | null {
  return use(LightboxContext);
}
