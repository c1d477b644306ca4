import { useState } from "preact/hooks";
import { fitted } from "../fitted";
import { safe } from "../links";
import type { File } from "../protocol";

/** A file of the thread: a picture to look at, all else to open. A page that lets no pictures in shows the name. */
export function FileView({ file, base }: { file: File; base: string }) {
  const [broken, setBroken] = useState(false);
  const address = file.url === null ? null : safe(file.url, base);
  if (address === null) return <p class="file">{file.name}</p>;
  const size = fitted(file);
  const picture = !broken && (size !== null || file.kind === "photo");
  return (
    <p class="file">
      <a href={address} target="_blank" rel="noopener noreferrer">
        {picture ? (
          <img
            {...size}
            src={size ? `${address}?preview=1` : address}
            alt={file.name}
            loading="lazy"
            onError={() => {
              setBroken(true);
            }}
          />
        ) : (
          file.name
        )}
      </a>
    </p>
  );
}
