/** Sends a file as it is. By XMLHttpRequest, since `fetch` does not tell how much has gone. */

export const LARGEST = 20 * 1024 * 1024;
export const MOST = 10;

/** What the server made of it. */
export type Uploaded = { id: string; name: string; width: number | null; height: number | null };

/** Why there is no file on the server: the words for it are in the messages. */
export type Problem = "file_size" | "file_empty" | "file_type" | "too_many" | "too_fast" | "failed";

/** A file on its way to the next message. */
export type Attached = {
  key: number;
  source: File;
  /** Of a picture: what the visitor sees of it. */
  preview: string | null;
  /** From 0 to 1. */
  progress: number;
  done: Uploaded | null;
  problem: Problem | null;
  stop: AbortController;
};

const PROBLEMS = new Set(["file_size", "file_empty", "file_type", "too_fast"]);
const PICTURE = /^image\/(png|jpeg|gif|webp)$/;

/** Why a file is not worth an upload; `others` are attached already. */
export function objection(size: number, others: number): Problem | null {
  if (others >= MOST) return "too_many";
  if (size === 0) return "file_empty";
  return size > LARGEST ? "file_size" : null;
}

/** Whether another try may end otherwise. */
export function hopeful(problem: Problem): boolean {
  return problem === "failed" || problem === "too_fast";
}

export function attached(key: number, source: File): Attached {
  const preview = PICTURE.test(source.type) ? URL.createObjectURL(source) : null;
  return { key, source, preview, progress: 0, done: null, problem: null, stop: new AbortController() };
}

export function upload(
  address: string,
  visitor: string,
  source: File,
  signal: AbortSignal,
  progressed: (part: number) => void,
): Promise<Uploaded | Problem> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", `${address}?name=${encodeURIComponent(source.name.slice(-200))}`);
    request.setRequestHeader("X-Visitor", visitor);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = ({ loaded, total }) => {
      progressed(total > 0 ? loaded / total : 0);
    };
    request.onerror = () => {
      resolve("failed");
    };
    request.onload = () => {
      const answer = parsed(request.responseText);
      if (request.status === 201) resolve(answer as Uploaded);
      else resolve(PROBLEMS.has(answer.reason as string) ? (answer.reason as Problem) : "failed");
    };
    signal.addEventListener("abort", () => {
      request.abort();
    });
    request.send(source);
  });
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
