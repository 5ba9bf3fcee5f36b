import type { Session } from 'net-snmp';
import type { SnmpCredentials } from '#lib/model/snmp-target.ts';
import type { Oid } from '../client.ts';
import { type Reply, readError } from './reply.ts';

export type Question =
  | { readonly kind: 'get' | 'next'; readonly oids: readonly Oid[] }
  | { readonly kind: 'bulk'; readonly oids: readonly Oid[]; readonly repetitions: number };

/** Sends one request; resolves when net-snmp is through with it, and never rejects. */
export function send(
  session: Session,
  question: Question,
  credentials: SnmpCredentials,
): Promise<Reply> {
  return new Promise((resolve) => {
    const failed = (error: unknown): void => resolve(readError(error, credentials));
    try {
      if (question.kind === 'bulk') {
        session.getBulk(question.oids, 0, question.repetitions, (error, lists = []) =>
          error === null ? resolve({ kind: 'values', lists }) : failed(error),
        );
      } else {
        const verb = question.kind === 'get' ? 'get' : 'getNext';
        session[verb](question.oids, (error, values = []) =>
          error === null
            ? resolve({ kind: 'values', lists: values.map((value) => [value]) })
            : failed(error),
        );
      }
    } catch (error) {
      failed(error);
    }
  });
}
