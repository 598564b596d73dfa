import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from 'ssh2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PageClient } from '../testing/page-client.ts';
import { connectSsh, readLogin, runOverSsh, type SshLogin } from '../testing/ssh-login.ts';
import { skipped, startTestLab, suiteTitle, type TestLab } from '../testing/test-lab.ts';
import { hasRoot } from './isolation.ts';

describe.skipIf(skipped)(suiteTitle('from inside a machine'), () => {
  let lab: TestLab;
  let person: PageClient;
  let machineId: string;
  let login: SshLogin;
  let neighbour: SshLogin;
  let ssh: Client;
  let secrets: string;
  const listeners: Server[] = [];

  beforeAll(async () => {
    lab = await startTestLab({ loginGraceMs: 2000 });
    secrets = mkdtempSync(join(tmpdir(), 'host-secrets-'));
    person = await lab.person('inmate', 2);
    const { id } = await person.startMachine({ minutes: '20' });
    machineId = id;
    login = await readLogin(person, id);
    neighbour = await readLogin(person, (await person.startMachine({ minutes: '20' })).id);
    ssh = await connectSsh(login);
    ssh.on('error', () => {}); // cut when the lab stops
    writeFileSync(join(secrets, 'key'), 'secret of the host', { mode: 0o644 });
  });
  afterAll(async () => {
    await lab.stop(); // first: a failed start must not leave machines behind
    for (const listener of listeners) listener.close();
    rmSync(secrets, { recursive: true, force: true });
  });

  async function inside(command: string): Promise<string> {
    return (await runOverSsh(ssh, command)).output;
  }

  async function listen(host: string): Promise<number> {
    const server = createServer((socket) => socket.end('reached')).listen(0, host);
    await new Promise((resolve) => server.once('listening', resolve));
    listeners.push(server);
    return (server.address() as AddressInfo).port;
  }

  test('neither the database, the broker, the lab nor another machine can be reached', async () => {
    const hostAddresses = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ family, internal }) => family === 'IPv4' && !internal)
      .map(({ address }) => address);
    const onLoopback = [
      await listen('127.0.0.1'),
      await listen('127.0.0.1'),
      lab.port,
      login.port,
      neighbour.port,
    ];
    const onAll = await listen('0.0.0.0');
    const gateways = hostAddresses.map((address) => address.replace(/\d+$/, '1'));
    const targets = [
      ...onLoopback.map((port) => `127.0.0.1 ${port}`),
      ...[...hostAddresses, ...gateways].map((address) => `${address} ${onAll}`),
    ];
    for (const target of targets) {
      const [host, port] = target.split(' ');
      const said = await inside(
        `timeout 2 bash -c 'exec 3<>/dev/tcp/${host}/${port}; cat <&3' 2>&1; echo rc=$?`,
      );
      expect(said, target).toMatch(/(refused|unreachable)[\s\S]*rc=1/i);
    }
    expect(await inside('cat /proc/net/route | wc -l; ls /sys/class/net 2>&1 | wc -l')).toBe('1\n1\n');
  });

  test('no file of the host is there but its programs, and those cannot be changed', async () => {
    const host = await inside(
      `cat ${secrets}/key ${lab.dataDir}/lab.sqlite /etc/shadow /proc/1/environ 2>&1; ls -A /root /media /mnt 2>&1`,
    );
    expect(host).not.toContain('secret of the host');
    expect(host.match(/No such file or directory|Permission denied/g)?.length).toBe(7);
    expect(await inside('ls -A / | tr "\\n" " "')).not.toMatch(/\b(root|boot|srv|mnt|sys|\.old)\b/);
    const writes = await inside(
      'for d in / /usr /usr/bin /etc /dev /opt/lab /opt/lab/src/agent /proc/sys/kernel; do touch $d/x 2>/dev/null && echo wrote $d; done; true',
    );
    expect(writes).toBe('');
    expect(await inside('ls /proc/self/fd | wc -l; env | grep -ci lab_')).toBe('4\n0\n');
  });

  test('the first process, the server and the host are not seen, and the first process cannot be killed', async () => {
    const seen = await inside("cat /proc/[0-9]*/cmdline | tr '\\0' ' '; ls -d /proc/1 2>&1");
    expect(seen).toContain('bash -c');
    expect(seen).not.toMatch(/agent\/main|vitest|unshare/);
    expect(seen).toContain("cannot access '/proc/1'");
    expect(await inside('kill -9 1 2>&1; echo alive')).toContain('alive');
    expect((await person.get(`/machines/${machineId}`)).text('machine-state')).toBe('running');
  });

  test.skipIf(!hasRoot())(
    suiteTitle("the machine's own server cannot be killed by its member (as root)"),
    async () => {
      await inside('kill -9 -1');
      expect((await person.get(`/machines/${machineId}`)).text('machine-state')).toBe('running');
      expect(await inside('echo still here')).toBe('still here\n');
    },
  );

  test('nothing gives more rights: no mount, no device, no new namespace, no set-uid program', async () => {
    const said = await inside(
      'grep -E "Cap(Prm|Eff|Bnd|Amb)" /proc/self/status | tr -d "\\n\\t"; grep NoNewPrivs /proc/self/status; ' +
        'mount -t tmpfs x /tmp 2>&1; umount /home 2>&1; mknod /tmp/null c 1 3 2>&1; mknod /tmp/disk b 254 0 2>&1; ' +
        'unshare --user id 2>&1; unshare --mount id 2>&1; chroot / id 2>&1; su -c id 2>&1 </dev/null; hostname evil 2>&1; ls /tmp',
    );
    expect(said).toContain(
      'CapPrm:0000000000000000CapEff:0000000000000000CapBnd:0000000000000000CapAmb:0000000000000000',
    );
    expect(said).toMatch(/NoNewPrivs:\s1/);
    expect(said).not.toMatch(/uid=|^null$|^disk$/m);
    expect(await inside('hostname')).toBe(`m-${machineId}\n`);
  });

  test('a fork bomb and a full disk stay inside their bounds', async () => {
    const bomb = `
      let started = 0, refused = 0;
      for (let i = 0; i < 300; i += 1) {
        const child = require("node:child_process").spawn("sleep", ["5"]);
        child.on("spawn", () => { started += 1; }).on("error", () => { refused += 1; });
      }
      setImmediate(() => { console.log(started, refused); process.kill(0, "SIGKILL"); });`;
    const forks = await inside(`/opt/lab/node -e '${bomb}'`);
    const [started = 0, refused = 0] = forks.trim().split(' ').map(Number);
    expect([started <= 128, refused >= 172], forks).toEqual([true, true]);
    const disk = await inside(
      'for i in 1 2 3; do head -c 200M /dev/zero > ~/big$i; head -c 200M /dev/zero > /tmp/big$i; done 2>&1; du -sm ~ /tmp | cut -f1; rm ~/big* /tmp/big*',
    );
    const [home, scratch] = disk.trim().split('\n').slice(-2).map(Number);
    expect(disk).toContain('No space left');
    expect([home, scratch]).toEqual([256, 64]);
    expect(await inside('echo well')).toBe('well\n');
  });

  test('every machine has its own host key and password, and a wrong password is refused', async () => {
    expect(neighbour.fingerprint).not.toBe(login.fingerprint);
    expect(neighbour.password).not.toBe(login.password);
    await expect(connectSsh({ ...login, password: neighbour.password })).rejects.toThrow(/authentication/i);
    await expect(connectSsh({ ...login, username: 'root' })).rejects.toThrow(/authentication/i);
  });

  test('connections that never log in do not keep others out for long', async () => {
    const idle = Array.from({ length: 40 }, () =>
      connect(neighbour.port, '127.0.0.1')
        .on('error', () => {})
        .resume(),
    );
    await Promise.all(idle.map((socket) => new Promise((resolve) => socket.once('close', resolve))));
    const client = await connectSsh(neighbour);
    client.end();
  });
});
