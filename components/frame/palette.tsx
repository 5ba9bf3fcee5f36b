'use client';

import { Command } from 'cmdk';
import {
  Bell,
  CornerDownLeft,
  Cpu,
  FileText,
  Network,
  Router,
  Server,
  SquareStack,
  type LucideIcon,
} from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import type { Findable, FindableKind } from '#lib/model/findable.ts';
import { callApi } from '#components/api/send.ts';
import { places } from './navigation.ts';

const groups: Record<FindableKind, { readonly title: string; readonly icon: LucideIcon }> = {
  host: { title: 'Hosts', icon: Server },
  interface: { title: 'Interfaces', icon: Network },
  gpu: { title: 'GPUs', icon: Cpu },
  device: { title: 'Devices', icon: Router },
  rack: { title: 'Racks', icon: SquareStack },
  rule: { title: 'Alert rules', icon: Bell },
};

/** Finds anything by any part of its name and goes there. */
export function Palette({ onDone }: { onDone: () => void }) {
  const router = useRouter();
  const [query, setQuery] = useState('');
  const { found, error } = useFindable(query);
  const go = (href: string): void => {
    onDone();
    router.push(href);
  };
  return (
    <Command loop label="Find anything" className="flex max-h-[60dvh] flex-col">
      <Command.Input
        autoFocus
        value={query}
        onValueChange={setQuery}
        placeholder="Host, interface, GPU, device, rack, rule or page"
        className="h-12 w-full border-b border-border bg-transparent px-4 text-lg outline-none placeholder:text-faint"
      />
      <Command.List className="min-h-0 flex-1 overflow-y-auto p-2">
        <Command.Empty className="px-3 py-6 text-muted">
          {error ?? 'Nothing has that name.'}
        </Command.Empty>
        {Object.entries(groups).map(([kind, { title, icon }]) => (
          <Group
            key={kind}
            title={title}
            icon={icon}
            items={found.filter((item) => item.kind === kind)}
            go={go}
          />
        ))}
        <Group
          title="Pages"
          icon={FileText}
          items={places.map((place) => ({ name: place.label, detail: '', href: place.href }))}
          go={go}
        />
      </Command.List>
    </Command>
  );
}

function Group({
  title,
  icon: Icon,
  items,
  go,
}: {
  title: string;
  icon: LucideIcon;
  items: readonly Pick<Findable, 'name' | 'detail' | 'href'>[];
  go: (href: string) => void;
}) {
  if (items.length === 0) return null;
  return (
    <Command.Group
      heading={title}
      className="[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-faint"
    >
      {items.map((item) => (
        <Command.Item
          key={item.href}
          value={item.href}
          keywords={[item.name, item.detail]}
          onSelect={() => go(item.href)}
          className="group flex h-9 cursor-pointer items-center gap-3 rounded-control px-3 data-[selected=true]:bg-accent-surface"
        >
          <Icon aria-hidden className="size-4 shrink-0 text-faint" />
          <span className="min-w-0 truncate">{item.name}</span>
          <span className="min-w-0 truncate text-sm text-faint">{item.detail}</span>
          <CornerDownLeft
            aria-hidden
            className="ml-auto size-3.5 shrink-0 text-faint opacity-0 group-data-[selected=true]:opacity-100"
          />
        </Command.Item>
      ))}
    </Command.Group>
  );
}

const typingPauseMs = 120;

function useFindable(query: string): { found: readonly Findable[]; error: string | null } {
  const [state, setState] = useState<{ found: readonly Findable[]; error: string | null }>({
    found: [],
    error: null,
  });
  useEffect(() => {
    const aborter = new AbortController();
    const find = async (): Promise<void> => {
      const answer = await callApi<{ found: readonly Findable[] }>(
        'GET',
        `/api/v1/search?${new URLSearchParams({ query }).toString()}`,
        undefined,
        aborter.signal,
      );
      if (aborter.signal.aborted) return;
      setState(
        answer.ok
          ? { found: answer.value.found, error: null }
          : { found: [], error: `Search failed: ${answer.error}` },
      );
    };
    const timer = setTimeout(
      () => {
        find().catch(() => undefined);
      },
      query === '' ? 0 : typingPauseMs,
    );
    return () => {
      clearTimeout(timer);
      aborter.abort();
    };
  }, [query]);
  return state;
}
