/** `crypto.randomUUID` exists only on secure origins; a desk on a company's plain-http host needs ids too. */
export function freshId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}
