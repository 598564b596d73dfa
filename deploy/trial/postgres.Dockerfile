# A stand-in for the official Postgres image, where no registry of images is at hand: Debian's Postgres, told the same way.
ARG DEBIAN_IMAGE=trial/debian:bookworm-slim
FROM ${DEBIAN_IMAGE}
RUN apt-get update && apt-get install --yes --no-install-recommends postgresql && rm -rf /var/lib/apt/lists/* \
  && install --directory --owner postgres --group postgres --mode 0700 /var/lib/postgresql/data
ENV PATH=/usr/lib/postgresql/15/bin:$PATH PGDATA=/var/lib/postgresql/data LANG=C.UTF-8
COPY --chmod=0755 postgres-entrypoint /usr/local/bin/postgres-entrypoint
USER postgres
VOLUME /var/lib/postgresql/data
CMD ["postgres-entrypoint"]
