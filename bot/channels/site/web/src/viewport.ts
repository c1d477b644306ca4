/**
 * On a phone the panel fills what the keyboard leaves free. Browsers shrink only the *visual* viewport when the
 * keyboard comes, which no CSS unit follows, so its size is handed to the style sheet.
 */
export function followViewport(host: HTMLElement): void {
  const viewport = window.visualViewport;
  if (!viewport) return;
  const follow = () => {
    host.style.setProperty("--visible-height", `${viewport.height}px`);
    host.style.setProperty("--visible-top", `${viewport.offsetTop}px`);
  };
  viewport.addEventListener("resize", follow);
  viewport.addEventListener("scroll", follow);
  follow();
}
