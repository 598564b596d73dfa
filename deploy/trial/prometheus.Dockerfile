# A stand-in for the official Prometheus image, where no registry of images is at hand: Debian's Prometheus.
ARG DEBIAN_IMAGE=trial/debian:bookworm-slim
FROM ${DEBIAN_IMAGE}
RUN apt-get update && apt-get install --yes --no-install-recommends prometheus && rm -rf /var/lib/apt/lists/* \
  && install --directory --owner 65534 --group 65534 /prometheus
ENTRYPOINT ["prometheus"]
