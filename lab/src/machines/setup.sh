# Builds one machine from inside its own namespaces and becomes its first process.
# Runs as root of the machine's user namespace, which is nobody on the host.
set -eu
say() { printf '{"step":"%s"}\n' "$1"; }
bind_read_only() {
  mount --rbind "$1" "$2"
  mount -o remount,bind,ro,nosuid,nodev "$2"
}

root=/sys/root
mount -t tmpfs -o mode=755,size=4m,nosuid,nodev machine "$root"
cd "$root"
mkdir proc dev etc home tmp run var opt opt/lab opt/channel .old

# The host's programs, read-only. Links stay links (merged /usr).
for name in usr bin sbin lib lib32 lib64 libx32; do
  if [ -L "/$name" ]; then
    ln -s "$(readlink "/$name")" "$name"
  elif [ -d "/$name" ]; then
    mkdir "$name"
    bind_read_only "/$name" "$name"
  fi
done
bind_read_only /sys/lab opt/lab

mkdir etc/alternatives
[ ! -d /etc/alternatives ] || bind_read_only /etc/alternatives etc/alternatives
[ ! -f /etc/ld.so.cache ] || cp /etc/ld.so.cache etc/ld.so.cache
printf 'root:x:0:0:machine:/:/usr/sbin/nologin\n%s:x:1000:1000::/home/%s:/bin/bash\nnobody:x:65534:65534::/:/usr/sbin/nologin\n' "$MEMBER" "$MEMBER" > etc/passwd
printf 'root:x:0:\n%s:x:1000:\nnogroup:x:65534:\n' "$MEMBER" > etc/group
printf '%s\n' "$MACHINE" > etc/hostname
printf '127.0.0.1 localhost %s\n::1 localhost\n' "$MACHINE" > etc/hosts
printf 'passwd: files\ngroup: files\nhosts: files\n' > etc/nsswitch.conf
printf 'export PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin\nPS1="\\u@\\h:\\w\\$ "\n' > etc/profile
: > etc/resolv.conf

mount -t tmpfs -o "mode=755,size=${DISK_MB}m,nr_inodes=100000,nosuid,nodev" home home
mount -t tmpfs -o "mode=1777,size=${SCRATCH_MB}m,nr_inodes=20000,nosuid,nodev" tmp tmp
mount -t tmpfs -o mode=755,size=4m,nr_inodes=2000,nosuid,nodev run run
mount -t tmpfs -o mode=755,size=4m,nr_inodes=2000,nosuid,nodev var var
mount -t tmpfs -o mode=700,size=64k,nr_inodes=8,nosuid,nodev channel opt/channel
mkdir "home/$MEMBER" var/tmp
chmod 1777 var/tmp
chmod 700 "home/$MEMBER"
[ "$HOST_UIDS" = one ] || chown 1000:1000 "home/$MEMBER"

mount -t tmpfs -o mode=755,size=64k,nosuid,noexec dev dev
for name in null zero full random urandom tty; do
  : > "dev/$name"
  mount --bind "/dev/$name" "dev/$name"
done
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=0666,mode=620,nosuid,noexec devpts dev/pts
mount -t tmpfs -o "mode=1777,size=${SCRATCH_MB}m,nr_inodes=2000,nosuid,nodev,noexec" shm dev/shm
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
ln -s fd/0 dev/stdin
ln -s fd/1 dev/stdout
ln -s fd/2 dev/stderr
mount -t proc -o hidepid=2,nosuid,nodev,noexec proc proc

hostname "$MACHINE"
if command -v ip > /dev/null; then ip link set lo up; fi

pivot_root . .old
cd /
umount -l /.old
rmdir /.old
mount -o remount,bind,ro /dev
mount -o remount,bind,ro /
say filesystem

# The first process reaps what others leave behind; the machine ends when the agent does, unless that was told to restart (75).
# No process in here may make another user namespace, and none gains privileges by a set-uid file.
first='exec 3<&0; while :; do
  /opt/lab/node --disable-warning=ExperimentalWarning /opt/lab/src/agent/main.ts <&3 3<&- &
  wait $! && exit 0 || [ $? -eq 75 ] || exit 1
  printf "{\"step\":\"stopped\"}\n"
done'
if [ "$HOST_UIDS" = one ]; then
  # One host uid only: the agent keeps two capabilities, so that the member's processes, which
  # have its uid and none, can neither trace it nor read its memory.
  echo 1 > /proc/sys/user/max_user_namespaces
  exec env -i PATH=/usr/bin:/bin:/usr/sbin:/sbin MEMBER="$MEMBER" unshare --user --map-user=1000 --map-group=1000 --keep-caps \
    setpriv --pdeathsig KILL --no-new-privs --inh-caps=-all,+setpcap,+kill --ambient-caps=-all,+setpcap,+kill --bounding-set=-all,+setpcap,+kill \
    sh -c "$first"
fi
echo 0 > /proc/sys/user/max_user_namespaces
exec env -i PATH=/usr/bin:/bin:/usr/sbin:/sbin MEMBER="$MEMBER" \
  setpriv --pdeathsig KILL --no-new-privs --inh-caps=-all --bounding-set=-all,+setuid,+setgid,+setpcap,+kill,+chown \
  sh -c "$first"
