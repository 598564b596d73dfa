# The broker with the built dashboard. Build it from the repository's root:
#   docker build -f deploy/images/broker.Dockerfile -t coinslot/broker .
ARG NODE_IMAGE=docker.io/library/node:24.21.0-bookworm-slim

FROM ${NODE_IMAGE} AS packages
ARG PNPM_VERSION=12.21.0
RUN npm install --global --silent pnpm@${PNPM_VERSION}
WORKDIR /build
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY patches patches
COPY shared/package.json shared/

FROM packages AS dashboard
COPY web/package.json web/
RUN pnpm install --frozen-lockfile --filter @coinslot/web...
COPY tsconfig.json ./
COPY shared shared
COPY web web
RUN cd web && NODE_ENV=production node node_modules/vite/bin/vite.js build

# Without optional packages: the embedded Postgres stays out, the image wants a DATABASE_URL.
FROM packages AS broker
COPY broker/package.json broker/
RUN pnpm install --frozen-lockfile --prod --no-optional --filter @coinslot/broker...
COPY shared shared
COPY broker broker

FROM ${NODE_IMAGE}
RUN groupadd --gid 10001 coinslot \
  && useradd --uid 10001 --gid coinslot --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin coinslot \
  && install --directory --owner coinslot --group coinslot --mode 0700 /var/lib/coinslot /backups \
  && install --directory --owner 10001 --group 10002 --mode 2750 /run/enrolment \
  && install --directory --owner 10003 --group 10001 --mode 2770 /run/lab-seats
WORKDIR /opt/coinslot
COPY --from=broker /build ./
COPY --from=dashboard /build/web/dist web/dist
COPY --chmod=0755 deploy/images/operator /usr/local/bin/operator
COPY --chmod=0755 deploy/images/enrol-workers /usr/local/bin/enrol-workers
COPY --chmod=0755 deploy/images/record-bundled-lab /usr/local/bin/record-bundled-lab
ENV NODE_ENV=production \
  COINSLOT_DATA_DIR=/var/lib/coinslot \
  BROKER_LISTEN=0.0.0.0 \
  BROKER_WEB_DIR=/opt/coinslot/web/dist
USER 10001:10001
EXPOSE 8080
# Longer than BROKER_SHUTDOWN_GRACE_MS must whoever stops it wait: 30 seconds (docker stop --time 30).
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.BROKER_PORT ?? 8080}/readyz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "broker/src/main.ts"]
