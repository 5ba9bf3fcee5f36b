/** What devices and a host of this test report, as lines that any writer could send. */
export const host = 'gpu-node-07';
export const pdu = 'pdu-a01';
/** The same PDU type on the other feed, polled at another second. */
export const otherPdu = 'pdu-b01';
export const mute = 'pdu-c01';
export const ups = 'ups-1';
export const leaf = 'leaf-01';

export const intervalMs = 30_000;
/** How much later than the others the other PDU is polled. */
export const otherDelayMs = 12_000;

const simulated = 'simulated=true';

function sensor(
  device: string,
  [group, kind, name]: readonly [group: string, kind: string, name: string],
  fields: string,
): string {
  return `facility,device=${device},sensor=${name.replaceAll(' ', '\\ ')},kind=${kind},group=${group},${simulated} ${fields}`;
}

/** Watts of a PDU: another number at each poll, and no two PDUs alike. */
export function powerAt(device: string, timeMs: number): number {
  const base = device === pdu ? 8000 : 5000;
  return base + (Math.floor(timeMs / intervalMs) % 50) * 40;
}

function pduLines(device: string, timeMs: number): string[] {
  return [
    sensor(device, ['device', 'power', 'Total'], `value=${powerAt(device, timeMs)}`),
    sensor(
      device,
      ['phase', 'current', 'L3'],
      'value=16.7,severity=1i,warning_high=16,critical_high=20',
    ),
    sensor(device, ['phase', 'current', 'L1'], 'value=11.2,severity=0i,critical_high=20'),
    sensor(device, ['breaker', 'state', 'Breaker 1'], 'value=1,state="closed",severity=0i'),
    sensor(device, ['environment', 'temperature', `Inlet ${device}`], 'value=24.5,severity=0i'),
  ];
}

function upsLines(): string[] {
  return [
    sensor(ups, ['device', 'state', 'Status'], 'value=3,state="on battery",severity=2i'),
    sensor(ups, ['battery', 'charge', 'Battery'], 'value=0.78,severity=0i'),
    sensor(ups, ['battery', 'runtime', 'Battery'], 'value=1040,severity=0i'),
    sensor(ups, ['output', 'load', 'Output'], 'value=0.62,severity=0i'),
  ];
}

/** Bits a second, everywhere in the test. */
export const traffic = {
  hostIn: 40e9,
  hostOut: 24e9,
  fabric: 200e9,
  nvlink: 1600e9,
};

function counters(inBits: number, outBits: number, timeMs: number): string {
  // A counter that begins far enough back to stay whole: seconds of a year, times bytes a second.
  const seconds = (timeMs / 1000) % 31_536_000;
  const bytes = (bits: number) => `${Math.floor((bits / 8) * seconds)}i`;
  return `receive_bytes_total=${bytes(inBits)},transmit_bytes_total=${bytes(outBits)}`;
}

function leafLines(timeMs: number): string[] {
  const { hostIn, hostOut } = traffic;
  const steady =
    'receive_errors_total=0i,transmit_errors_total=0i,speed_bits_per_second=100000000000i,up=1i,admin_up=1i';
  const drops = (perSecond: number) =>
    `receive_drops_total=0i,transmit_drops_total=${Math.floor(timeMs / 1000) * perSecond}i`;
  const port = (name: string, fields: string) =>
    `snmp_interface,device=${leaf},interface=${name},${simulated} ${fields}`;
  return [
    port('Ethernet7', `${counters(hostOut, hostIn, timeMs)},${steady},${drops(0)}`),
    port('Ethernet8', `${counters(1e9, 92e9, timeMs)},${steady},${drops(5)}`),
  ];
}

function pollLine(device: string, isUp: boolean): string {
  const fields = isUp
    ? 'up=1i,poll_seconds=0.6,late_seconds=0.02,interval_seconds=30,requests_total=10i,timeouts_total=0i'
    : 'up=0i,poll_seconds=6,late_seconds=0.02,interval_seconds=240,requests_total=9i,timeouts_total=9i,error="no answer to 3 requests"';
  return `snmp_poll,device=${device},${simulated} ${fields}`;
}

const families = { [pdu]: 'pdu', [otherPdu]: 'pdu', [mute]: 'pdu', [ups]: 'ups', [leaf]: 'switch' };

/** What is told seldom: what each device is, and who is at the other end of a port. */
export function slowLines(timeMs: number): string[] {
  const infos = Object.entries(families).map(
    ([device, family]) =>
      `snmp_info,device=${device},${simulated} family="${family}",vendor="APC",model="AP8861",serial="SN-${device}",address="10.4.1.10:161",polled_by="${host}",profile="${family}",system_location="Hall A"`,
  );
  const neighbour = `snmp_neighbour,device=${leaf},interface=Ethernet7,${simulated} remote_system="${host}.example.org",remote_port="ens1f0"`;
  return [...infos, neighbour].map((line) => `${line} ${timeMs}000000`);
}

/** One poll of everything but the other PDU. */
export function pollLines(timeMs: number): string[] {
  return [
    ...pduLines(pdu, timeMs),
    ...upsLines(),
    ...leafLines(timeMs),
    ...[pdu, ups, leaf].map((device) => pollLine(device, true)),
    pollLine(mute, false),
  ].map((line) => `${line} ${timeMs}000000`);
}

export function otherPollLines(timeMs: number): string[] {
  return [...pduLines(otherPdu, timeMs), pollLine(otherPdu, true)].map(
    (line) => `${line} ${timeMs}000000`,
  );
}

/** One second of the host that hangs at the leaf. */
export function hostLines(timeMs: number): string[] {
  const { hostIn, hostOut, fabric, nvlink } = traffic;
  const nvlinks = counters(nvlink, nvlink, timeMs)
    .replace('receive', 'nvlink_receive')
    .replace('transmit', 'nvlink_transmit');
  return [
    `host,host=${host},${simulated} cpu_ratio=0.4,cpu_count=96i,uptime_seconds=${Math.floor(timeMs / 1000)}`,
    `host_network,host=${host},interface=ens1f0 ${counters(hostIn, hostOut, timeMs)},speed_bits_per_second=100000000000i,up=1i`,
    `infiniband,host=${host},device=mlx5_0,port=1 ${counters(fabric, fabric, timeMs)},link_up=1i,rate_bits_per_second=400000000000i`,
    `gpu,host=${host},gpu=GPU-aaaa1111-0000-4000-8000-000000000001,index=0,model=NVIDIA\\ H200,${simulated} power_watts=600,lost=0i,${nvlinks}`,
  ].map((line) => `${line} ${timeMs}000000`);
}

export function eventLine(
  timeMs: number,
  event: { device: string; kind: string; severity: string; title: string; subject: string },
): string {
  const { device, kind, severity, title, subject } = event;
  return `device_event,device=${device},kind=${kind},${simulated} severity="${severity}",title="${title}",subject="${subject}",action="Look at it",source="trap" ${timeMs}000000`;
}
