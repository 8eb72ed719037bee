/** An answer that SQLite has already put into JSON: it crosses to the main thread as it is, and is parsed there once. */
export class RawJson {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** `JSON.stringify`, for a value that may be RawJson itself. */
export function jsonOf(value: unknown): string {
  return value instanceof RawJson ? value.text : (JSON.stringify(value) ?? 'null');
}
