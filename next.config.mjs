// Not in TypeScript: the server would load a compiler of 60 MB for it at every start.
/** @type {import('next').NextConfig} */
const config = {
  reactStrictMode: true,
  poweredByHeader: false,
  // Live frames and pages are small; compressing them costs more than it saves on a LAN.
  compress: false,
  serverExternalPackages: [
    '@duckdb/node-api',
    '@electric-sql/pglite',
    'pglite-prisma-adapter',
    '@prisma/client',
    '@prisma/adapter-pg',
    'pg',
    'better-auth',
    'pino',
    'prom-client',
  ],
};

export default config;
