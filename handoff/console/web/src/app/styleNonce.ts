/**
 * The word by which the page's Content-Security-Policy knows style sheets that are ours. Components ask for it, and the
 * one that locks scrolling behind dialogs looks for it where bundlers leave theirs.
 */
const given = document.querySelector<HTMLMetaElement>("meta[property=csp-nonce]")?.nonce ?? "";

Object.assign(globalThis, { __webpack_nonce__: given });

export const styleNonce = () => given;
