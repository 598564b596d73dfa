import { cloudflaredChecksums, pinnedVersion } from './fetch-cloudflared.ts';

/** What a recipe wants to run in the machine: the token of its tunnel, and where its SSH server listens there. */
export type SnippetOrder = { token: string; origin: { host: string; port: number } };

const folder = '"$HOME/.coinslot-tunnel"';

/**
 * Lines for a POSIX shell on the machine, for a recipe's bootstrap: cloudflared is looked for on PATH, else the pinned release is fetched
 * and only used with its checksum; it runs as this user, in a session of its own, and is started again after 1, 2, 4 … 30 s, at most five
 * times in ten minutes. The token stands in a file only until it was read. Exits the shell with 1 and a sentence when there is no
 * cloudflared to be had. Said twice, the first one ends.
 *
 * The lines hold the token: show them nowhere.
 */
export function cloudflaredBootstrap({ token, origin }: SnippetOrder): string {
  const host = origin.host.includes(':') ? `[${origin.host}]` : origin.host;
  const settings = JSON.stringify({
    'no-autoupdate': true,
    ingress: [{ service: `ssh://${host}:${origin.port}` }],
  });
  return [
    'set -eu',
    'umask 077',
    cloudflaredEnd(),
    `tunnel=${folder}`,
    'mkdir -p "$tunnel"',
    ...findLines(),
    `printf '%s' ${quote(settings)} > "$tunnel/config.yml"`,
    `printf '%s' ${quote(keeperScript)} > "$tunnel/keep.sh"`,
    // By its input: a command line can be read by everybody on the machine.
    `printf '%s\\n' ${quote(token)} | setsid sh "$tunnel/keep.sh" "$cloudflared" "$tunnel" >/dev/null 2>&1 &`,
    'echo $! > "$tunnel/pid"',
    "echo 'cloudflared runs on the machine.'",
  ].join('\n');
}

/** Lines that end what `cloudflaredBootstrap` started, and remove its files; nothing when there is none. */
export function cloudflaredEnd(): string {
  return [
    `if [ -f ${folder}/pid ] && grep -q keep.sh "/proc/$(cat ${folder}/pid)/cmdline" 2>/dev/null; then`,
    `  kill -KILL "-$(cat ${folder}/pid)" 2>/dev/null || :`,
    'fi',
    `rm -rf ${folder}`,
  ].join('\n');
}

function findLines(): string[] {
  const base = `https://github.com/cloudflare/cloudflared/releases/download/${pinnedVersion}`;
  return [
    'cloudflared=$(command -v cloudflared || :)',
    'if [ -z "$cloudflared" ]; then',
    '  case "$(uname -s)-$(uname -m)" in',
    `    Linux-x86_64) file=cloudflared-linux-amd64 sum=${cloudflaredChecksums['linux-x64']} ;;`,
    `    Linux-aarch64) file=cloudflared-linux-arm64 sum=${cloudflaredChecksums['linux-arm64']} ;;`,
    "    *) echo 'cloudflared is not on the machine, and none is known for it.'; exit 1 ;;",
    '  esac',
    '  cloudflared="$tunnel/cloudflared"',
    `  { curl -fsSL --max-time 60 -o "$cloudflared" "${base}/$file" || wget -q -T 60 -O "$cloudflared" "${base}/$file"; } 2>/dev/null ||`,
    "    { echo 'cloudflared is not on the machine and could not be fetched.'; exit 1; }",
    `  printf '%s  %s\\n' "$sum" "$cloudflared" | sha256sum -c - >/dev/null 2>&1 ||`,
    `    { rm -f "$cloudflared"; echo 'What was fetched as cloudflared is another file than the pinned one.'; exit 1; }`,
    '  chmod 700 "$cloudflared"',
    'fi',
  ];
}

/** Holds the token in a variable of its shell: it is needed again at each start. */
const keeperScript = `read -r token
cloudflared=$1 tunnel=$2 starts=0 wait=1
while [ -d "$tunnel" ] && [ "$starts" -le 5 ]; do
  began=$(date +%s)
  printf '%s' "$token" > "$tunnel/token"
  env -i HOME="$tunnel" "$cloudflared" tunnel --config "$tunnel/config.yml" --no-autoupdate --metrics 127.0.0.1:0 \\
    run --token-file "$tunnel/token" 2> "$tunnel/log" &
  sleep 3
  rm -f "$tunnel/token"
  wait $! || :
  if [ $(($(date +%s) - began)) -ge 600 ]; then starts=0 wait=1; fi
  starts=$((starts + 1))
  sleep "$wait"
  wait=$((wait * 2))
  [ "$wait" -le 30 ] || wait=30
done
`;

/** One word for a POSIX shell, whatever is in it. */
function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
