export interface Mount {
  readonly point: string;
  readonly type: string;
  readonly readOnly: boolean;
  /** Asking it may take for ever: a server or a program answers, not the kernel. */
  readonly remote: boolean;
}

const pseudoTypes = new Set(
  (
    'autofs binfmt_misc bpf cgroup cgroup2 configfs debugfs devpts devtmpfs efivarfs fusectl ' +
    'fuse.gvfsd-fuse fuse.lxcfs fuse.portal hugetlbfs iso9660 mqueue nsfs overlay proc pstore ' +
    'ramfs rootfs rpc_pipefs securityfs selinuxfs squashfs sysfs tracefs'
  ).split(' '),
);

const remoteTypes = new Set(
  '9p afs beegfs ceph cifs gpfs lustre nfs nfs4 orangefs smb3 virtiofs wekafs'.split(' '),
);

/** Shared memory is the one of these that fills up under a training job's data loader. */
const pseudoPlaces =
  /^\/(dev(?!\/shm$)|proc|sys|run|snap|var\/lib\/(docker|containerd|kubelet))(\/|$)/;

/**
 * The file systems that hold data, each once: of bind mounts the first stays, of mounts over one
 * another the last. Columns as in proc(5), /proc/pid/mountinfo.
 */
export function parseMounts(mountinfo: string, exclude: readonly string[]): Mount[] {
  const byPoint = new Map<string, Mount & { readonly device: string }>();
  for (const line of mountinfo.split('\n')) {
    const mount = parseLine(line);
    if (!mount || !holdsData(mount)) continue;
    if (exclude.some((place) => isWithin(mount.point, place))) continue;
    byPoint.set(mount.point, mount);
  }
  const devices = new Set<string>();
  return [...byPoint.values()].flatMap(({ device, ...mount }) => {
    if (devices.has(device)) return [];
    devices.add(device);
    return [mount];
  });
}

function parseLine(line: string): (Mount & { device: string }) | null {
  const [own, shared] = line.split(' - ');
  const [, , device, , point, options] = own?.split(' ') ?? [];
  const [type, , superOptions = ''] = shared?.split(' ') ?? [];
  if (device === undefined || point === undefined || !type) return null;
  return {
    device,
    point: unescapeOctal(point),
    type,
    readOnly: isReadOnly(options ?? '') || isReadOnly(superOptions),
    remote: remoteTypes.has(type) || type.startsWith('fuse'),
  };
}

function isReadOnly(options: string): boolean {
  return options.split(',').includes('ro');
}

function holdsData(mount: Mount): boolean {
  if (mount.type === 'tmpfs') return mount.point === '/dev/shm' || mount.point === '/tmp';
  return !pseudoTypes.has(mount.type) && !pseudoPlaces.test(mount.point);
}

function isWithin(point: string, place: string): boolean {
  return point === place || point.startsWith(place.endsWith('/') ? place : `${place}/`);
}

/** The kernel writes blank, tab, newline and backslash as three octal digits. */
function unescapeOctal(text: string): string {
  return text.replaceAll(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}
