// Health check of the server's container: exit code 0 when /health says it can do its work.
const address = `http://127.0.0.1:${process.env.PORT}/health`;
const answer = await fetch(address, { signal: AbortSignal.timeout(4000) }).catch(() => null);
process.exitCode = answer?.ok ? 0 : 1;
