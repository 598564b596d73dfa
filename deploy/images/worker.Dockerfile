# A worker with Chromium. Build it from the repository's root:
#   docker build -f deploy/images/worker.Dockerfile -t coinslot/worker .
ARG NODE_IMAGE=docker.io/library/node:24.21.0-bookworm-slim
# `with` copies cloudflared out of CLOUDFLARED_IMAGE. `without`: a pinned release is fetched when a tunnel first needs it.
ARG CLOUDFLARED=without
ARG CLOUDFLARED_IMAGE=docker.io/cloudflare/cloudflared:2025.11.1

FROM ${NODE_IMAGE} AS packages
ARG PNPM_VERSION=12.21.0
RUN npm install --global --silent pnpm@${PNPM_VERSION}
WORKDIR /build
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY patches patches
COPY shared/package.json shared/
COPY worker/package.json worker/
# Without optional packages: the Chromium from npm stays out, Debian's is below.
RUN pnpm install --frozen-lockfile --prod --no-optional --filter @coinslot/worker...
COPY shared shared
COPY worker worker

FROM ${CLOUDFLARED_IMAGE} AS cloudflared-image
FROM scratch AS cloudflared-with
COPY --from=cloudflared-image /usr/local/bin/cloudflared /bin/
FROM scratch AS cloudflared-without
WORKDIR /bin
FROM cloudflared-${CLOUDFLARED} AS cloudflared

FROM ${NODE_IMAGE}
ARG CHROMIUM_PACKAGE=chromium-headless-shell
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates fonts-dejavu-core ${CHROMIUM_PACKAGE} \
  && rm -rf /var/lib/apt/lists/* /var/log/* \
  && groupadd --gid 10002 coinslot \
  && useradd --uid 10002 --gid coinslot --no-create-home --home-dir /var/lib/coinslot --shell /usr/sbin/nologin coinslot \
  && install --directory --owner coinslot --group coinslot --mode 0700 /var/lib/coinslot \
  && install --directory --owner 10001 --group 10002 --mode 2750 /run/enrolment
COPY --from=cloudflared /bin/ /usr/local/bin/
WORKDIR /opt/coinslot
COPY --from=packages /build ./
COPY --chmod=0755 deploy/images/worker-in-slot /usr/local/bin/worker-in-slot
COPY deploy/images/worker-is-connected.mjs /usr/local/lib/worker-is-connected.mjs
ENV NODE_ENV=production \
  XDG_CACHE_HOME=/var/lib/coinslot/cache
USER 10002:10002
VOLUME /var/lib/coinslot
# The first signal drains within WORKER_STOP_GRACE_MS: wait 40 seconds (docker stop --time 40).
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
  CMD ["node", "/usr/local/lib/worker-is-connected.mjs"]
CMD ["worker-in-slot"]
