/** Puts marks of formatting around what is selected, and takes them off again. Pure. */

export interface Selected {
  text: string;
  start: number;
  end: number;
}

export type Mark = "bold" | "italic" | "code" | "link";

const SIGNS = { bold: "**", italic: "_", code: "`" } as const;

/** The keys that mark, with Ctrl or ⌘. */
export const MARK_KEYS: Record<string, Mark> = { b: "bold", i: "italic", e: "code", k: "link" };

export function marked(selected: Selected, mark: Mark): Selected {
  if (mark === "link") return linked(selected);
  const { text, start, end } = trimmed(selected);
  const words = text.slice(start, end);
  // Several lines of code are a block.
  if (mark === "code" && words.includes("\n")) return wrapped({ text, start, end }, "```\n", "\n```");
  const sign = SIGNS[mark];
  return wrapped({ text, start, end }, sign, sign);
}

/** Marks hold on to words: `** so **` would be stars, not bold. */
function trimmed({ text, start, end }: Selected): Selected {
  const words = text.slice(start, end);
  if (!words.trim()) return { text, start, end };
  return {
    text,
    start: start + words.length - words.trimStart().length,
    end: end - words.length + words.trimEnd().length,
  };
}

function wrapped({ text, start, end }: Selected, before: string, after: string): Selected {
  const [head, words, tail] = [text.slice(0, start), text.slice(start, end), text.slice(end)];
  if (head.endsWith(before) && tail.startsWith(after)) {
    const from = start - before.length;
    return {
      text: head.slice(0, from) + words + tail.slice(after.length),
      start: from,
      end: from + words.length,
    };
  }
  if (words.length > before.length + after.length && words.startsWith(before) && words.endsWith(after)) {
    const bare = words.slice(before.length, -after.length);
    return { text: head + bare + tail, start, end: start + bare.length };
  }
  return {
    text: head + before + words + after + tail,
    start: start + before.length,
    end: end + before.length,
  };
}

const ADDRESS = /^https?:\/\/\S+$/;

/** The words are named and the address is asked for, or the other way round; what is to be typed is selected. */
function linked(selected: Selected): Selected {
  const { text, start, end } = trimmed(selected);
  const words = text.slice(start, end);
  const [name, address] = ADDRESS.test(words) ? ["", words] : [words, "https://"];
  const made = `[${name}](${address})`;
  const at = name ? start + name.length + 3 : start + 1;
  return {
    text: text.slice(0, start) + made + text.slice(end),
    start: at,
    end: name ? at + address.length : at,
  };
}
