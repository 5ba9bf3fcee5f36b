const longestLine = 64 * 1024;

/** Cuts a stream of text into lines; what passes 64 KiB without a newline is thrown away. */
export function splitLines(onLine: (line: string) => void): (text: string) => void {
  let rest = '';
  return (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > longestLine) rest = '';
    for (const line of lines) onLine(line);
  };
}
