import { absent, fine, type Check } from './finding.ts';

export const checkTraining: Check = async () => {
  const { backends } = await import('#training/backends/registry.ts');
  const findings = backends.map(async (backend) => {
    const devices = (await backend.devices()).map(({ id, model }) => `${id} (${model})`);
    if (devices.length === 0) return absent(`The ${backend.name} backend has no device here.`);
    return fine(`Training runs on ${devices.join(', ')}: ${backend.workloads.join(', ')}.`);
  });
  return Promise.all(findings);
};
