/**
 * What a training run inherits: enough to find its programs, libraries and GPUs, and no secret of
 * the agent.
 */
export function trainingEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  return pick(
    environment,
    /^(PATH|HOME|TMPDIR|LANG|LC_ALL|TZ|LD_LIBRARY_PATH|NODE_ENV|(CUDA|NVIDIA|OMP)_\w+)$/,
  );
}

/** What a process that reads hardware inherits: enough to find libraries, and no secret either. */
export function readerEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  return pick(
    environment,
    /^(PATH|HOME|TMPDIR|TZ|LD_LIBRARY_PATH|NODE_ENV|(NVIDIA|FAKE_NVML)_\w+)$/,
  );
}

function pick(
  environment: Readonly<Record<string, string | undefined>>,
  wanted: RegExp,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      wanted.test(name) && value !== undefined ? [[name, value]] : [],
    ),
  );
}
