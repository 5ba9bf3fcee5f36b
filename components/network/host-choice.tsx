'use client';

import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { Select } from '#components/ui/select.tsx';

/** Picks the host whose ways are drawn; the choice lives in the address. */
export function HostChoice({ host, hosts }: { host: string; hosts: readonly string[] }) {
  const router = useRouter();
  const pathname = usePathname();
  const parameters = useSearchParams();
  const choose = (name: string): void => {
    const next = new URLSearchParams(parameters);
    next.set('host', name);
    router.replace(`${pathname}?${next.toString()}`, { scroll: false });
  };
  return (
    <Select
      label="Host"
      hideLabel
      className="max-w-48"
      choices={hosts.map((name) => ({ value: name, label: name }))}
      value={host}
      onChange={(event) => choose(event.target.value)}
    />
  );
}
