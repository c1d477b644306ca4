/** Brings a field of the form into view and puts the cursor there, once the form is drawn. */
import { useCallback } from "react";

const TRIES = 12;

export function useFieldFocus(): (field: string) => void {
  return useCallback((field: string) => {
    let tries = 0;
    const look = () => {
      const place = nearest(field);
      if (!place && tries < TRIES) {
        tries += 1;
        setTimeout(look, 40);
        return;
      }
      place?.scrollIntoView({ block: "center", behavior: "smooth" });
      place
        ?.querySelector<HTMLElement>("textarea, input:not([type=hidden]), button")
        ?.focus({ preventScroll: true });
    };
    setTimeout(look, 40);
  }, []);
}

/** `choices.0.label.en` itself, or else what it is within. */
function nearest(field: string): HTMLElement | null {
  const parts = field.split(".");
  for (let length = parts.length; length > 0; length -= 1) {
    const path = CSS.escape(parts.slice(0, length).join("."));
    const found = document.querySelector<HTMLElement>(`[data-field="${path}"]`);
    if (found) return found;
  }
  return null;
}
