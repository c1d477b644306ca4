/** What was written at the desk, as the customer sees it. */
import { Anchor, Code, Text } from "@mantine/core";

import { piecesOf, type Piece, type Style } from "./formatting";
import { Linked } from "./RichText";

export function FormattedText({ text }: { text: string }) {
  return (
    <Text component="div" inherit dir="auto" style={{ whiteSpace: "pre-wrap" }}>
      <Pieces pieces={piecesOf(text)} />
    </Text>
  );
}

const VERBATIM: Style[] = ["code", "block", "link"];

/** Bare addresses are followed as well, but not `within` a link or code. */
function Pieces({ pieces, within = false }: { pieces: Piece[]; within?: boolean }) {
  return pieces.map((piece, index) => <Shown key={index} piece={piece} within={within} />);
}

function Shown({ piece, within }: { piece: Piece; within: boolean }) {
  if (typeof piece === "string") return within ? piece : <Linked text={piece} />;
  const inner = <Pieces pieces={piece.pieces} within={within || VERBATIM.includes(piece.style)} />;
  switch (piece.style) {
    case "bold":
      return <strong>{inner}</strong>;
    case "italic":
      return <em>{inner}</em>;
    case "code":
      return <Code>{inner}</Code>;
    case "block":
      return <Code block>{inner}</Code>;
    case "link":
      return (
        <Anchor href={piece.url} target="_blank" rel="noopener noreferrer" inherit underline="always">
          {inner}
        </Anchor>
      );
  }
}
