/** Lists as editors change them: a new list each time. Pure. */
export function replaced<T>(list: readonly T[], index: number, value: T): T[] {
  return list.map((each, place) => (place === index ? value : each));
}

export function without<T>(list: readonly T[], index: number): T[] {
  return list.filter((_, place) => place !== index);
}

export function inserted<T>(list: readonly T[], index: number, value: T): T[] {
  return [...list.slice(0, index), value, ...list.slice(index)];
}

/** A record less one of its keys. */
export function less<Value>(record: Record<string, Value>, key: string): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).filter(([each]) => each !== key));
}

/** The one at `from` stands at `to` afterwards; a place outside of the list changes nothing. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  if (to < 0 || to >= list.length || from === to) return [...list];
  const rest = without(list, from);
  return list.slice(from, from + 1).reduce((all, value) => inserted(all, to, value), rest);
}
