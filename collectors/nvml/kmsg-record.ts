/** One record of /dev/kmsg: `6,339,5140900,-;text`, further lines begin with a space. */
export interface KernelRecord {
  readonly sequence: number;
  /** Microseconds on the kernel's own clock, which begins at boot. */
  readonly microseconds: number;
  readonly text: string;
}

/** Reads the first line of a record; null when it is none. */
export function parseKernelRecord(line: string): KernelRecord | null {
  const found = /^\d{1,10},(\d{1,15}),(\d{1,15}),[^;]*;(.*)$/.exec(line);
  if (!found) return null;
  return {
    sequence: Number(found[1]),
    microseconds: Number(found[2]),
    text: unescapeText(found[3] ?? ''),
  };
}

/** The kernel writes every byte outside printable ASCII, and the backslash, as `\xNN`. */
function unescapeText(text: string): string {
  if (!text.includes('\\x')) return text;
  const bytes = text.replace(/\\x([0-9a-f]{2})/gi, (_, digits: string) =>
    String.fromCharCode(parseInt(digits, 16)),
  );
  return withoutControls(Buffer.from(bytes, 'latin1').toString('utf8'));
}

function withoutControls(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}
