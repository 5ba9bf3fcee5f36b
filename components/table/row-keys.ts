'use client';

import { useRouter } from 'next/navigation';
import { useState, type KeyboardEvent } from 'react';

export interface RowKeys {
  /** Row under the cursor, or null before the first key. */
  readonly cursor: number | null;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly scrollTo: (row: HTMLElement | null) => void;
}

/** Walks a list with j, k and the arrows; Enter opens; other letters act on the row. */
export function useRowKeys<Row>(
  rows: readonly Row[],
  href: ((row: Row) => string) | undefined,
  actions: Readonly<Record<string, (row: Row) => void>> | undefined,
): RowKeys {
  const router = useRouter();
  const [wanted, setCursor] = useState<number | null>(null);
  const cursor = wanted === null || rows.length === 0 ? null : Math.min(wanted, rows.length - 1);

  const act = (key: string): boolean => {
    const row = cursor === null ? undefined : rows[cursor];
    if (row === undefined) return false;
    if (key === 'Enter' && href) {
      router.push(href(row));
      return true;
    }
    const action = actions?.[key];
    action?.(row);
    return action !== undefined;
  };

  return {
    cursor,
    scrollTo: (row) => row?.scrollIntoView({ block: 'nearest' }),
    onKeyDown(event) {
      if (event.altKey || event.ctrlKey || event.metaKey || typesText(event.target)) return;
      const step = steps[event.key];
      if (step !== undefined) {
        setCursor(Math.max(0, Math.min(rows.length - 1, (cursor ?? (step > 0 ? -1 : 0)) + step)));
        event.preventDefault();
      } else if (event.target === event.currentTarget && act(event.key)) {
        event.preventDefault();
      }
    },
  };
}

const steps: Partial<Record<string, number>> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

function typesText(target: EventTarget): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select');
}
