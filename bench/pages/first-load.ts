import { gzipSync } from 'node:zlib';

export interface FirstLoad {
  readonly gzipBytes: number;
  readonly rawBytes: number;
  readonly scripts: number;
  /** What the HTML has fetched beside them, at low priority: charts and such, which the page does not wait for. */
  readonly laterGzipBytes: number;
}

/** Compressed sizes of scripts by address: pages share most of theirs. */
export type ScriptSizes = Map<string, { readonly gzipBytes: number; readonly rawBytes: number }>;

/** What a browser runs before the page answers: the scripts its HTML names, compressed as gzip does. */
export async function measureFirstLoad(
  url: string,
  html: string,
  sizes: ScriptSizes,
): Promise<FirstLoad> {
  let [gzipBytes, rawBytes] = [0, 0];
  const addresses = scriptAddresses(html);
  for (const address of addresses) {
    const size = sizes.get(address) ?? (await sizeOf(new URL(address, url)));
    sizes.set(address, size);
    gzipBytes += size.gzipBytes;
    rawBytes += size.rawBytes;
  }
  let laterGzipBytes = 0;
  for (const address of laterAddresses(html).filter((each) => !addresses.includes(each))) {
    const size = sizes.get(address) ?? (await sizeOf(new URL(address, url)));
    sizes.set(address, size);
    laterGzipBytes += size.gzipBytes;
  }
  return { gzipBytes, rawBytes, scripts: addresses.length, laterGzipBytes };
}

/** Scripts for browsers without modules are left out: those that run these pages skip them. */
export function scriptAddresses(html: string): string[] {
  const tags = html.match(/<script\b[^>]*>/gi) ?? [];
  const addresses = tags
    .filter((tag) => !/\bnomodule\b/i.test(tag))
    .map((tag) => /\bsrc="([^"]+)"/i.exec(tag)?.[1])
    .filter((address) => address !== undefined);
  return [...new Set(addresses)];
}

/** Scripts that are only named ahead of their use. */
export function laterAddresses(html: string): string[] {
  const tags = html.match(/<link\b[^>]*>/gi) ?? [];
  const addresses = tags
    .filter((tag) => /\brel="(preload|modulepreload)"/i.test(tag) && /\bas="script"/i.test(tag))
    .map((tag) => /\bhref="([^"]+)"/i.exec(tag)?.[1])
    .filter((address) => address !== undefined);
  return [...new Set(addresses)];
}

async function sizeOf(address: URL): Promise<{ gzipBytes: number; rawBytes: number }> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`read script ${address.pathname}: ${response.status}`);
  const bytes = Buffer.from(await response.arrayBuffer());
  return { gzipBytes: gzipSync(bytes).length, rawBytes: bytes.length };
}
