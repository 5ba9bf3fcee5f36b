/** What is wrong with a line, and the index of the byte at which it shows. */
export interface Fault {
  readonly at: number;
  readonly message: string;
}

/** Text of a stranger inside a message: on one line, and not long. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
