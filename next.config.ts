import type { NextConfig } from 'next';

const config: NextConfig = {
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
