/** `email:ada@example.com` says that the address is shown to be theirs. Pure. */
export function isConfirmed(verified: readonly string[], kind: "phone" | "email", text: string): boolean {
  const plain = kind === "phone" ? digits(text) : domainInLowerCase(text.trim());
  return verified.some((fact) => {
    const value = fact.slice(kind.length + 1);
    return fact.startsWith(`${kind}:`) && (kind === "phone" ? digits(value) : value) === plain;
  });
}

function digits(text: string): string {
  return text.replace(/\D/g, "").replace(/^00/, "");
}

function domainInLowerCase(address: string): string {
  const at = address.lastIndexOf("@");
  return address.slice(0, at) + address.slice(at).toLowerCase();
}
