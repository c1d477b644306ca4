export function fileAddress(file: string): string {
  return `/api/files/${encodeURIComponent(file)}`;
}
