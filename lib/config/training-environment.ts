/**
 * What a training run inherits: enough to find its programs, libraries and GPUs, and no secret of
 * the agent.
 */
export function trainingEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const wanted =
    /^(PATH|HOME|TMPDIR|LANG|LC_ALL|TZ|LD_LIBRARY_PATH|NODE_ENV|(CUDA|NVIDIA|OMP)_\w+)$/;
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      wanted.test(name) && value !== undefined ? [[name, value]] : [],
    ),
  );
}
