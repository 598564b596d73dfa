# Gathers what a machine may see of the host under /sys/lab, read-only. Runs in a private mount
# namespace (as real root when the lab is root, so that folders below a closed home can be used).
# Arguments: pairs of host path and name. /sys is only a place that every host has.
set -eu
for descriptor in /proc/self/fd/*; do # whatever the lab itself had inherited stays outside
  number="${descriptor##*/}"
  [ "$number" -le 2 ] || eval "exec $number>&-"
done
mount -t tmpfs -o mode=755,size=1m,nosuid,nodev lab /sys
mkdir /sys/lab /sys/root
while [ $# -gt 0 ] && [ "$1" != -- ]; do
  target="/sys/lab/$2"
  mkdir -p "${target%/*}"
  if [ -d "$1" ]; then mkdir -p "$target"; else : > "$target"; fi
  mount --rbind "$1" "$target"
  mount -o remount,bind,ro,nosuid,nodev "$target"
  shift 2
done
shift
exec "$@"
