# The bundled lab: lends Linux namespaces of its own container as machines. Build it from the repository's root:
#   docker build -f deploy/images/lab.Dockerfile -t coinslot/lab .
ARG NODE_IMAGE=docker.io/library/node:24.21.0-bookworm-slim

FROM ${NODE_IMAGE} AS packages
ARG PNPM_VERSION=12.21.0
RUN npm install --global --silent pnpm@${PNPM_VERSION}
WORKDIR /build
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY patches patches
COPY lab/package.json lab/
RUN pnpm install --frozen-lockfile --prod --filter @coinslot/lab...
COPY lab lab

FROM ${NODE_IMAGE}
# What the machines' members find: they see this image's /usr.
ARG MACHINE_PACKAGES="bash coreutils util-linux procps less nano git python3-minimal"
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ${MACHINE_PACKAGES} \
  && rm -rf /var/lib/apt/lists/* /var/log/* \
  && groupadd --gid 10003 coinslot \
  && useradd --uid 10003 --gid coinslot --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin coinslot \
  && install --directory --owner coinslot --group coinslot --mode 0700 /var/lib/coinslot \
  && install --directory --owner 10003 --group 10001 --mode 2770 /run/lab-seats
WORKDIR /opt/coinslot
COPY --from=packages /build ./
COPY --chmod=0755 deploy/images/lab-accounts /usr/local/bin/lab-accounts
ENV NODE_ENV=production \
  LAB_DATA_DIR=/var/lib/coinslot \
  LAB_LISTEN=0.0.0.0
USER 10003:10003
VOLUME /var/lib/coinslot
EXPOSE 8090
# It ends every machine first.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.LAB_PORT ?? 8090}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "lab/src/main.ts"]
