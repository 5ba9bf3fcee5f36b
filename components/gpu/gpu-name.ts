/** `GPU-3f2a91c4`: enough to tell boards apart; the whole one is on hover and to copy. */
export function shortGpu(uuid: string): string {
  const [, kind, start] = /^([A-Za-z]+)-([0-9a-f]{8})[0-9a-f-]*$/i.exec(uuid) ?? [];
  return kind !== undefined && start !== undefined ? `${kind}-${start}` : uuid;
}

/** `GPU 3`, or its UUID where nobody counts. */
export function gpuLabel({ gpu, index }: { readonly gpu: string; readonly index: string }): string {
  return index === '' ? shortGpu(gpu) : `GPU ${index}`;
}

/** Without what every board of the vendor is called. */
export function shortModel(model: string): string {
  return model.replace(/^NVIDIA /, '').replace(/^AMD /, '');
}

export function gpuHref(gpu: string): string {
  return `/gpus/${encodeURIComponent(gpu)}`;
}

export function hostHref(host: string): string {
  return `/hosts/${encodeURIComponent(host)}`;
}
