/** A message's text as it was written; addresses in it can be followed. */
import { Anchor, Text } from "@mantine/core";

const ADDRESS = /(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]}])/g;

export function RichText({ text }: { text: string }) {
  return (
    <Text component="div" inherit dir="auto" style={{ whiteSpace: "pre-wrap" }}>
      <Linked text={text} />
    </Text>
  );
}

export function Linked({ text }: { text: string }) {
  return text.split(ADDRESS).map((part, index) =>
    index % 2 ? (
      <Anchor key={index} href={part} target="_blank" rel="noopener noreferrer" inherit underline="always">
        {part}
      </Anchor>
    ) : (
      part
    ),
  );
}
