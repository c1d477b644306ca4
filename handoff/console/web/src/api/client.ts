/** The one way to the server: typed paths, the CSRF token on changes, refusals as `ApiError`. */
import createClient from "openapi-fetch";

import { said } from "../shared/said";
import type { paths } from "./schema";
import type { Problem } from "./types";

const PATIENCE_MS = 20_000;
const UNAVAILABLE = 503;

/** A refusal, or no answer at all (`offline`). `code` is for programs, messages are for people, in their language. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly field: string | null;
  readonly by: string | null;
  /** Every field that is wrong, by its path. */
  readonly problems: NonNullable<Problem["problems"]>;
  readonly body: unknown;

  constructor(status: number, problem: Partial<Problem> & { code: string }, body: unknown = null) {
    super(said(problem.message ?? problem.code));
    this.status = status;
    this.code = problem.code;
    this.field = problem.field ?? null;
    this.by = problem.by ?? null;
    this.problems = (problem.problems ?? []).map((each) => ({ ...each, message: said(each.message) }));
    this.body = body;
  }
}

let csrf = "";
let signedOut: () => void = () => undefined;

/** What the sign-in gave: sent with every change. */
export function rememberCsrf(token: string): void {
  csrf = token;
}

export function csrfToken(): string {
  return csrf;
}

/** Called when the server does not know us any more. */
export function onSignedOut(callback: () => void): void {
  signedOut = callback;
}

let databaseAway: () => void = () => undefined;

/** Called when the server answers that its database is away. */
export function onDatabaseAway(callback: () => void): () => void {
  databaseAway = callback;
  return () => {
    databaseAway = () => undefined;
  };
}

export const api = createClient<paths>({
  baseUrl: "/",
  fetch: (request) =>
    fetch(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(PATIENCE_MS)]) }),
});

api.use({
  onRequest({ request }) {
    if (request.method !== "GET") request.headers.set("X-CSRF-Token", csrf);
    return request;
  },
  onResponse({ response, schemaPath }) {
    if (response.status === 401 && !schemaPath.startsWith("/api/login")) signedOut();
    if (response.status === UNAVAILABLE) databaseAway();
  },
});

/** The data of an answer, or an `ApiError`. */
export async function ask<Data>(
  call: Promise<{ data?: Data; error?: unknown; response: Response }>,
): Promise<Data> {
  let answer;
  try {
    answer = await call;
  } catch (error) {
    throw new ApiError(0, { code: "offline", message: error instanceof Error ? error.message : "offline" });
  }
  if (!answer.response.ok) throw refusal(answer.response.status, answer.error);
  return answer.data as Data;
}

/** FastAPI puts our problem under `detail`; its own validation puts a list there. */
export function refusal(status: number, body: unknown): ApiError {
  const detail = isRecord(body) && "detail" in body ? body.detail : body;
  if (isRecord(detail) && typeof detail.code === "string") {
    return new ApiError(status, detail as unknown as Problem, detail);
  }
  if (Array.isArray(detail) && isRecord(detail[0])) {
    const first = detail[0] as { msg?: string; loc?: unknown[] };
    return new ApiError(status, {
      code: "invalid",
      message: first.msg ?? "invalid",
      field: String(first.loc?.at(-1) ?? ""),
    });
  }
  return new ApiError(status, { code: status >= 500 ? "server" : "unexpected", message: `HTTP ${status}` });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
