export function deviceHref(device: string): string {
  return `/devices/${encodeURIComponent(device)}`;
}

/** The device's own table of interfaces, at one of them. */
export function portHref(port: { readonly device: string; readonly name: string }): string {
  return `${deviceHref(port.device)}?port=${encodeURIComponent(port.name)}#interfaces`;
}
