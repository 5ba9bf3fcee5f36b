import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createScreen } from '#tests/live/screen.ts';
import { createTopicLog } from './topic-log.ts';

const bound = 1000;

describe('topic log', () => {
  it('replays after a number what is kept, and says when something is gone', () => {
    const log = createTopicLog('alerts', 3, 100);
    for (const payload of ['a', 'b', 'c', 'd']) log.append(payload, 0);
    const follow = (after: number | undefined) => {
      const screen = createScreen();
      log.join(screen.client, after);
      log.flush(bound);
      const { seq, missed } = screen.joins[0] ?? {};
      return [seq, missed, screen.topicMessages.map((message) => message.payload).join('')];
    };
    expect(follow(undefined)).toEqual([104, false, '']);
    expect(follow(102)).toEqual([102, false, 'cd']);
    expect(follow(101)).toEqual([101, false, 'bcd']);
    expect(follow(100)).toEqual([101, true, 'bcd']);
    expect(follow(9999)).toEqual([104, true, '']);
  });

  it('delivers each message once and in order, and names every loss, at any pace', () => {
    const pace = fc.array(
      fc.record({
        act: fc.constantFrom('append', 'append', 'flush', 'reconnect'),
        isSlow: fc.boolean(),
      }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(pace, (script) => {
        const log = createTopicLog('events', 4, 0);
        let screen = createScreen();
        let appended = 0;
        let last = 0;
        log.join(screen.client, 0);
        const read = () => {
          for (const message of screen.topicMessages.splice(0)) {
            const rejoined = screen.joins.find((join) => join.seq === message.seq - 1);
            if (message.seq !== last + 1) expect(rejoined?.missed).toBe(true);
            expect(message.payload).toBe(message.seq);
            last = message.seq;
          }
        };
        for (const { act, isSlow } of script) {
          screen.bufferedBytes = isSlow ? bound + 1 : 0;
          if (act === 'append') log.append((appended += 1), 0);
          if (act === 'flush') log.flush(bound);
          if (act === 'reconnect') {
            read();
            log.leave(screen.client);
            screen = createScreen();
            log.join(screen.client, last);
          }
        }
        screen.bufferedBytes = 0;
        log.flush(bound);
        read();
        expect(last).toBe(appended);
      }),
    );
  });
});
