import type { FabricPort } from '#lib/model/network-report.ts';
import type { Services } from '#lib/services.ts';
import type { Match } from '#lib/store/store.ts';
import { readNewest } from './read-newest.ts';

const fabricFields = [
  'link_up',
  'rate_bits_per_second',
  'rate(receive_bytes_total)',
  'rate(transmit_bytes_total)',
  'rate(receive_errors_total)',
];

/** Every port that has reported within a day. */
export async function listFabricPorts(
  services: Pick<Services, 'hub' | 'store'>,
  match: Match,
  nowMs: number,
): Promise<FabricPort[]> {
  const readings = await readNewest(services, 'infiniband', fabricFields, match, nowMs);
  return readings.map(({ tags, timeMs, values }) => {
    const number = (field: string) => values[field] ?? null;
    const rate = number('rate_bits_per_second');
    const receive = eightfold(number('rate(receive_bytes_total)'));
    const transmit = eightfold(number('rate(transmit_bytes_total)'));
    const busier = Math.max(receive ?? -1, transmit ?? -1);
    const linkUp = number('link_up');
    return {
      host: tags['host'] ?? '',
      device: tags['device'] ?? '',
      port: tags['port'] ?? '',
      timeMs,
      linkUp: linkUp === null ? null : linkUp === 1,
      rateBitsPerSecond: rate,
      receiveBitsPerSecond: receive,
      transmitBitsPerSecond: transmit,
      errorsPerSecond: number('rate(receive_errors_total)'),
      saturationRatio: rate === null || rate <= 0 || busier < 0 ? null : busier / rate,
    };
  });
}

function eightfold(bytes: number | null): number | null {
  return bytes === null ? null : bytes * 8;
}
