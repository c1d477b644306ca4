/** The files of the message that is being written: adding one uploads it. */

import { attached, objection, upload, type Attached } from "./uploads";

type Tell = (items: Attached[]) => void;

export class Attaching {
  private items: Attached[] = [];
  private last = 0;

  constructor(
    private readonly address: string,
    private readonly visitor: () => string | null,
    private readonly tell: Tell,
  ) {}

  add(sources: File[]): void {
    for (const source of sources) {
      const item = attached(++this.last, source);
      const problem = objection(source.size, this.items.length);
      this.set([...this.items, { ...item, problem }]);
      if (problem === null) void this.start(item);
    }
  }

  remove(key: number): void {
    const item = this.items.find((each) => each.key === key);
    item?.stop.abort();
    if (item?.preview) URL.revokeObjectURL(item.preview);
    this.set(this.items.filter((each) => each.key !== key));
  }

  retry(item: Attached): void {
    void this.start(item);
  }

  /** All that can be sent goes along with the message; their previews live on in it. */
  take(): Attached[] {
    const taken = this.items;
    this.set([]);
    return taken;
  }

  private async start({ key, source, stop }: Attached): Promise<void> {
    this.change(key, { problem: null, progress: 0 });
    const visitor = this.visitor();
    const made =
      visitor === null
        ? "failed"
        : await upload(this.address, visitor, source, stop.signal, (progress) => {
            this.change(key, { progress });
          });
    this.change(key, typeof made === "string" ? { problem: made } : { done: made, progress: 1 });
  }

  private change(key: number, change: Partial<Attached>): void {
    this.set(this.items.map((each) => (each.key === key ? { ...each, ...change } : each)));
  }

  private set(items: Attached[]): void {
    this.items = items;
    this.tell(items);
  }
}
