const quietMs = 10_000;

/**
 * Lines about how it goes, on standard error. On a terminal each takes the place of the one before;
 * elsewhere one in ten seconds is enough.
 */
export function createVoice(isSilent: boolean): (line: string, isFinal: boolean) => void {
  let saidMs = 0;
  const { stderr } = process;
  return (line, isFinal) => {
    if (isSilent) return;
    if (stderr.isTTY) {
      stderr.write(
        `\r\u001b[K${line.slice(0, Math.max(40, stderr.columns - 1))}${isFinal ? '\n' : ''}`,
      );
      return;
    }
    const nowMs = Date.now();
    if (!isFinal && nowMs - saidMs < quietMs) return;
    saidMs = nowMs;
    stderr.write(`${line}\n`);
  };
}
