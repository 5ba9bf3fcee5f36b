# Two images from one build: --target server and --target agent. See docs/deployment.md.
# `npm ci` refuses the lock file on platforms whose optional packages it does not name
# (docs/decisions/0002); `npm install --no-save` keeps to it and leaves it untouched.

FROM node:20.20.2-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm install --no-save --no-progress --omit=dev

FROM node:20.20.2-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm install --no-save --no-progress
COPY . .
RUN node scripts/prepare.mjs && rm -rf .next/cache node_modules

FROM node:20.20.2-bookworm-slim AS base
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 ISOTHERM_DATA_DIR=/data
RUN groupadd --gid 10001 isotherm \
  && useradd --uid 10001 --gid isotherm --no-create-home --home-dir /data --shell /usr/sbin/nologin isotherm \
  && install --directory --owner isotherm --group isotherm --mode 0750 /data
WORKDIR /app
VOLUME /data
USER 10001:10001
ENTRYPOINT ["node", "bin/isotherm"]

# The bundle and the one package that is not part of it, because it loads a native library.
FROM base AS agent
COPY --from=packages /app/node_modules/koffi node_modules/koffi
COPY --from=packages /app/node_modules/@koromix node_modules/@koromix
COPY --from=build /app/package.json package.json
COPY --from=build /app/bin bin
COPY --from=build /app/scripts/bundle-stamp.mjs scripts/bundle-stamp.mjs
COPY --from=build /app/dist dist
# Every round lands in the spool before it is sent, so a quiet spool is a stuck agent.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
  CMD find /data/agent/spool -type f -newermt '30 seconds ago' | grep -q .
CMD ["agent"]

FROM base AS server
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app .
ENV HOST=0.0.0.0 PORT=3000
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "scripts/check-health.mjs"]
CMD ["server"]
