/** A speech bubble with a pulse in it: somebody is on the line. */
export function Logo({ size = 32 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden>
      <path
        d="M6.5 9A4 4 0 0 1 10.5 5h11A4 4 0 0 1 25.5 9v8a4 4 0 0 1-4 4H16l-5.5 5.5V21A4 4 0 0 1 6.5 17z"
        fill="#fff"
      />
      <path
        d="M10.5 13.4h2.400l1.600-3.400 2.300 6.600 1.600-3.200h2.300"
        fill="none"
        stroke="#e8872b"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
