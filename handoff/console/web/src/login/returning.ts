/** What another system puts into the address when it sends somebody back. */
const PATH = /\/single-sign-on$/;

export interface Return {
  code: string;
  state: string;
}

/** Null: nobody comes back, or with empty hands, having turned back there. */
export function readReturn({ pathname, search }: { pathname: string; search: string }): Return | null {
  const said = new URLSearchParams(search);
  const code = said.get("code");
  const state = said.get("state");
  return PATH.test(pathname) && code && state ? { code, state } : null;
}

/** It is good once, and no business of the history. */
export function forgetReturn(): void {
  history.replaceState(null, "", location.pathname);
}
