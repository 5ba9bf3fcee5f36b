/** Data-centre boards by PCI device, for those that do not tell their product name. */
const models: Readonly<Record<string, string>> = {
  '738c': 'AMD Instinct MI100',
  '7408': 'AMD Instinct MI250X',
  '740c': 'AMD Instinct MI250',
  '740f': 'AMD Instinct MI210',
  '74a0': 'AMD Instinct MI300A',
  '74a1': 'AMD Instinct MI300X',
  '74a2': 'AMD Instinct MI308X',
  '74a5': 'AMD Instinct MI325X',
  '74a9': 'AMD Instinct MI300X HF',
  '74b5': 'AMD Instinct MI300X VF',
};

/** @param device as in the file `device`: `0x740f` */
export function modelName(productName: string | null, device: string | null): string {
  if (productName !== null && productName !== '') return productName;
  const id = device?.replace(/^0x/, '').toLowerCase() ?? '';
  return models[id] ?? `AMD GPU ${id}`.trim();
}
