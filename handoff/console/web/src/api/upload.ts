/** Sends a file as it is. By XMLHttpRequest, since `fetch` does not tell how much has gone. */
import { ApiError, csrfToken, refusal } from "./client";

export function upload<Data>(
  address: string,
  body: Blob,
  progressed: (part: number) => void,
  signal: AbortSignal,
): Promise<Data> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("X-CSRF-Token", csrfToken());
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = (event) => progressed(event.total ? event.loaded / event.total : 0);
    request.onerror = () => reject(new ApiError(0, { code: "offline" }));
    request.onload = () => {
      const answer = parsed(request.responseText);
      if (request.status === 201) resolve(answer as Data);
      else reject(refusal(request.status, answer));
    };
    signal.addEventListener("abort", () => request.abort());
    request.send(body);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
