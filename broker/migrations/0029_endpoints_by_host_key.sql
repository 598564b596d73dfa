-- Whether a machine shows the host key of an earlier one of its seat: asked at each machine that gets ready, over all that ever were.
create index endpoints_by_host_key on endpoints (host_key_fingerprint);
