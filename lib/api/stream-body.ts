/**
 * Body of an answer that is made while the client reads it: a chunk is asked for when the one
 * before has been taken, and no more once the client has left.
 */
export function streamBody(
  chunks: AsyncIterator<Uint8Array> | Iterator<Uint8Array>,
  leave: () => void = () => undefined,
): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await chunks.next();
        if (next.done === true) controller.close();
        else controller.enqueue(next.value);
      },
      cancel() {
        leave();
      },
    },
    { highWaterMark: 1 },
  );
}
