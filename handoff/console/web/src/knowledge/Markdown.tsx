/** An article's text as it will look. Raw HTML in it stays text, and pictures from elsewhere are not fetched. */
import { Anchor } from "@mantine/core";
import ReactMarkdown, { type Components } from "react-markdown";

import classes from "./Markdown.module.css";

const COMPONENTS: Components = {
  a: ({ href, children }) => (
    <Anchor href={href} target="_blank" rel="noopener noreferrer" inherit>
      {children}
    </Anchor>
  ),
  img: ({ alt }) => <em>{alt}</em>,
};

export function Markdown({ text }: { text: string }) {
  return (
    <div className={classes.text} dir="auto">
      <ReactMarkdown components={COMPONENTS}>{text}</ReactMarkdown>
    </div>
  );
}
