import type { Piece } from "../links";

/** A paragraph's pieces: text nodes, and links that open beside the page. */
export function Text({ pieces }: { pieces: Piece[] }) {
  return (
    <span class="text">
      {pieces.map(({ text, href }, index) =>
        href === undefined ? (
          text
        ) : (
          <a key={index} href={href} target="_blank" rel="noopener noreferrer">
            {text}
          </a>
        ),
      )}
    </span>
  );
}
