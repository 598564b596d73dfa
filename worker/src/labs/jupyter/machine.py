"""What is done on the machine itself, as the user whose terminal it is. Needs Python 3.6 and OpenSSH's server, nothing else.

Called as `python3 - <base64 of JSON {"act", "nonce", ...}>` with this text on stdin. The answer is one line that no echo
of the call can look like:  COINSLOT <nonce> <base64 of JSON> <sha256 of that base64>
"""

import base64
import hashlib
import json
import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request

FOLDER = os.path.join(os.path.expanduser("~"), ".coinslot")
MARK = "COINSLOT_MACHINE"
WATCH_EVERY_S = 2
KEEP_ALIVE_EVERY_S = 60
STOP_WAIT_S = 3
TOKEN_READ_WITHIN_S = 3


class Refusal(Exception):
    """Told to the operator as it is: no secrets."""


def main():
    if sys.argv[1] == "watch":
        return watch()
    if sys.argv[1] == "carry":
        return carry(sys.argv[2])
    order = json.loads(base64.b64decode(sys.argv[1]))
    try:
        answer = {"ok": True, "value": ACTS[order["act"]](order)}
    except Refusal as refusal:
        answer = {"ok": False, "error": str(refusal)}
    except Exception as error:
        answer = {"ok": False, "error": "%s: %s" % (type(error).__name__, str(error)[:300])}
    text = base64.b64encode(json.dumps(answer).encode()).decode()
    print("\nCOINSLOT %s %s %s\n" % (order["nonce"], text, hashlib.sha256(text.encode()).hexdigest()), flush=True)


def claim(order):
    """Writes whose machine this is, where the lab keeps no note of it. Nobody else's is overwritten."""
    state = load()
    if state is not None and state["tag"] != order["tag"]:
        return {"tag": state["tag"], "claimed": False}
    if state is None:
        save({"tag": order["tag"], "claimedAt": time.time(), "endsAt": None})
    return {"tag": order["tag"], "claimed": True}


def look(_order):
    state = load()
    return {"tag": None if state is None else state["tag"]}


def start(order):
    sshd = find_sshd()
    user = own_entry()
    if os.path.basename(user.pw_shell) in ("nologin", "false"):
        raise Refusal("The user %s has no login shell, so nobody can log in by SSH." % user.pw_name)
    end_all()
    now = time.time()
    state = load() or {"tag": order["tag"], "claimedAt": now}
    state.update(
        tag=order["tag"],
        user=user.pw_name,
        address=order["address"] or own_address(),
        listen=order["listen"],
        endsAt=now + order["endsInMs"] / 1000,
        lastUsedAt=now,
        server=jupyter_pid(),
    )
    open_ssh(sshd, state)
    save(state)
    notes = open_tunnel(order.get("tunnel"), state)
    start_watch()
    notes.insert(0, "The SSH server of %s runs on %s." % (user.pw_name, socket.gethostname()))
    return {"notes": notes + pty_notes(), "connection": read(order)}


def read(_order):
    state = needed()
    if not is_running(read_pid("sshd.pid"), "sshd"):
        raise Refusal("The SSH server does not run any more.")
    return {
        "host": state["address"],
        "port": state["port"],
        "username": state["user"],
        "privateKey": text_of("member_key"),
        "hostKeyFingerprint": fingerprint("host_key.pub"),
    }


def status(_order):
    state = needed()
    now = time.time()
    idle_s = 0 if member_pids() else now - state["lastUsedAt"]
    return {"endsInMs": max(0, int((state["endsAt"] - now) * 1000)), "idleForMs": max(0, int(idle_s * 1000))}


def extend(order):
    state = needed()
    state["endsAt"] += order["minutes"] * 60
    save(state)
    return status(order)


def restart(order):
    """Ends whatever a member left running and opens the way in anew, with other keys. A tunnel goes on, to the same port."""
    state = needed()
    end_all(("sshd", "watch"))
    open_ssh(find_sshd(), state, state["port"])
    save(state)
    start_watch()
    return status(order)


def stop(_order):
    end_all()
    shutil.rmtree(FOLDER, ignore_errors=True)
    return {}


def watch():
    """Lives beside the terminal's end: notes use, keeps a culler away while the machine is sold, ends it in time."""
    kept_alive_at = 0.0
    while True:
        time.sleep(WATCH_EVERY_S)
        state = load()
        if state is None or read_pid("watch.pid") != os.getpid():
            return
        now = time.time()
        if member_pids():
            state["lastUsedAt"] = now
            save(state)
        if now >= state["endsAt"]:
            server = state.get("server")
            end_all()
            shutil.rmtree(FOLDER, ignore_errors=True)
            if server is not None and is_running(server, "jupyter"):
                os.kill(server, signal.SIGTERM)
            return
        if now >= kept_alive_at + KEEP_ALIVE_EVERY_S:
            kept_alive_at = now
            keep_alive()


def keep_alive():
    """Says to the hub what a server says of itself when it is used."""
    url, token = os.environ.get("JUPYTERHUB_ACTIVITY_URL"), os.environ.get("JUPYTERHUB_API_TOKEN")
    if not url or not token:
        return
    at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    name = os.environ.get("JUPYTERHUB_SERVER_NAME", "")
    body = json.dumps({"last_activity": at, "servers": {name: {"last_activity": at}}}).encode()
    headers = {"Authorization": "token " + token, "Content-Type": "application/json"}
    try:
        urllib.request.urlopen(urllib.request.Request(url, body, headers, method="POST"), timeout=10).close()
    except OSError:
        pass  # the hub is away for a moment; the next minute comes


def open_ssh(sshd, state, old_port=None):
    os.makedirs(FOLDER, mode=0o700, exist_ok=True)
    for name in ("host_key", "member_key"):
        for path in (inside(name), inside(name + ".pub")):
            if os.path.exists(path):
                os.remove(path)
        run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "coinslot", "-f", inside(name)])
    shutil.copyfile(inside("member_key.pub"), inside("authorized_keys"))
    if os.getuid() == 0:
        os.makedirs("/run/sshd", mode=0o755, exist_ok=True)
    for round in range(20):
        state["port"] = old_port if old_port is not None and round < 3 else free_port(state["listen"])
        write("sshd_config", SSHD_CONFIG.format(folder=FOLDER, mark=MARK, **state))
        subprocess.run([sshd, "-f", inside("sshd_config"), "-E", inside("sshd.log")], check=False, **QUIET)
        if answers(state["listen"], state["port"]):
            return
    raise Refusal("The SSH server did not start: %s" % text_of("sshd.log")[-300:])


SSHD_CONFIG = """Port {port}
ListenAddress {listen}
HostKey {folder}/host_key
PidFile {folder}/sshd.pid
AuthorizedKeysFile {folder}/authorized_keys
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
StrictModes no
X11Forwarding no
PrintMotd no
Subsystem sftp internal-sftp
SetEnv {mark}={tag}
"""


def open_tunnel(tunnel, state):
    if tunnel is None:
        return []
    binary = shutil.which("cloudflared")
    if binary is None:
        raise Refusal("cloudflared is not installed on the machine.")
    # With a token cloudflared takes where to go to from nowhere but a file.
    service = "ssh://%s:%d" % (state["listen"].replace("0.0.0.0", "127.0.0.1"), state["port"])
    write("tunnel.yml", json.dumps({"no-autoupdate": True, "ingress": [{"service": service}]}))
    write("machine.py", SOURCE)
    child = subprocess.Popen(
        [sys.executable, inside("machine.py"), "carry", binary],
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True, cwd="/", env={"HOME": os.path.expanduser("~"), "PATH": os.environ["PATH"]},
    )
    write("carry.pid", str(child.pid))
    # By its input: a command line can be read by everybody on the machine.
    child.stdin.write(tunnel["token"].encode())
    child.stdin.close()
    return ["cloudflared runs on the machine."]


def carry(binary):
    """Keeps cloudflared running, started again after 1, 2, 4 ... 30 s. The token stands in a file only until it was read."""
    token = sys.stdin.read()
    wait_s = 1
    while True:
        began = time.time()
        write("tunnel_token", token)
        with open(inside("cloudflared.log"), "wb") as log:
            child = subprocess.Popen(
                [binary, "tunnel", "--config", inside("tunnel.yml"), "--no-autoupdate", "--metrics", "127.0.0.1:0"]
                + ["run", "--token-file", inside("tunnel_token")],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, env={"HOME": FOLDER, "PATH": os.environ["PATH"]},
            )
        time.sleep(TOKEN_READ_WITHIN_S)
        remove("tunnel_token")
        child.wait()
        if load() is None or read_pid("carry.pid") != os.getpid():
            return
        if time.time() - began >= 600:
            wait_s = 1
        time.sleep(wait_s)
        wait_s = min(30, wait_s * 2)


def start_watch():
    write("machine.py", SOURCE)
    child = subprocess.Popen(
        [sys.executable, inside("machine.py"), "watch"], start_new_session=True, cwd="/", **QUIET
    )
    write("watch.pid", str(child.pid))


def end_all(names=("sshd", "carry", "watch")):
    """Everything of ours and of the member: first asked, then not."""
    watcher = read_pid("watch.pid")
    pids = set(member_pids())
    for name in names:
        pid = read_pid(name + ".pid")
        if pid is not None and is_running(pid, OWN[name]):
            pids.update(family(pid))
    if "carry" in names:
        remove("tunnel_token")
    pids.discard(os.getpid())
    if os.getpid() == watcher:
        os.remove(inside("watch.pid"))
    until = time.time() + STOP_WAIT_S
    while pids:
        hard = time.time() > until
        for pid in list(pids):
            try:
                os.kill(pid, signal.SIGKILL if hard else signal.SIGTERM)
            except OSError:
                pids.discard(pid)
            if is_zombie(pid):
                pids.discard(pid)
        if pids:
            time.sleep(0.05)


# What stands in the command line of each.
OWN = {"sshd": "sshd", "carry": "machine.py", "watch": "machine.py"}


def member_pids():
    """Whatever was started over our SSH server, also what was left running in the background."""
    found = []
    mark = (MARK + "=").encode()
    for name in os.listdir("/proc"):
        if not name.isdigit() or int(name) == os.getpid() or is_zombie(int(name)):
            continue
        try:
            with open("/proc/%s/environ" % name, "rb") as file:
                if any(part.startswith(mark) for part in file.read().split(b"\0")):
                    found.append(int(name))
        except OSError:
            pass
    # A login that runs nothing (port forwarding) is a child of the server and carries no environment.
    server = read_pid("sshd.pid")
    if server is not None and is_running(server, "sshd"):
        found += [pid for pid in family(server) if pid != server]
    return found


def family(pid):
    members = [pid]
    for parent in members:
        try:
            with open("/proc/%d/task/%d/children" % (parent, parent)) as file:
                members += [int(child) for child in file.read().split()]
        except OSError:
            pass
    return members


def is_running(pid, word):
    try:
        with open("/proc/%s/cmdline" % pid, "rb") as file:
            return word.encode() in file.read() and not is_zombie(pid)
    except OSError:
        return False


def is_zombie(pid):
    try:
        with open("/proc/%s/stat" % pid) as file:
            return file.read().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return False


def jupyter_pid():
    """The server above this terminal, if it is that."""
    pid = os.getppid()
    for _ in range(6):
        if is_running(pid, "jupyter"):
            return pid
        try:
            with open("/proc/%d/stat" % pid) as file:
                pid = int(file.read().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            return None
    return None


def find_sshd():
    found = shutil.which("sshd") or next((p for p in ("/usr/sbin/sshd", "/usr/local/sbin/sshd") if os.access(p, os.X_OK)), None)
    if found is None or shutil.which("ssh-keygen") is None:
        raise Refusal("no ssh server: install OpenSSH's server (sshd and ssh-keygen) in the image that the lab starts.")
    return found


def own_entry():
    try:
        return pwd.getpwuid(os.getuid())
    except KeyError:
        raise Refusal("The user %d has no entry in the machine's passwd, so nobody can log in by SSH." % os.getuid())


def own_address():
    """The address that this machine would speak from; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return probe.getsockname()[0]
        except OSError:
            return "127.0.0.1"


def free_port(listen):
    # Below the range that outgoing connections take.
    while True:
        port = random.randint(20000, 31999)
        with socket.socket() as probe:
            try:
                probe.bind((listen, port))
                return port
            except OSError:
                continue


def answers(listen, port):
    until = time.time() + 3
    while time.time() < until:
        try:
            with socket.create_connection(("127.0.0.1" if listen == "0.0.0.0" else listen, port), timeout=1) as probe:
                if probe.recv(4) == b"SSH-":
                    return True
        except OSError:
            pass
        time.sleep(0.05)
    return False


def pty_notes():
    """An ordinary user's sshd closes the connection at the first terminal where /dev/pts gives it no group."""
    try:
        with open("/proc/mounts") as file:
            lines = [line for line in file if line.split()[1] == "/dev/pts"]
    except OSError:
        return []
    if os.getuid() == 0 or not lines or "gid=5" in lines[-1]:
        return []
    return ["/dev/pts is mounted without gid=5: commands over SSH work, but terminals may be refused."]


def fingerprint(name):
    blob = base64.b64decode(text_of(name).split()[1])
    return "SHA256:" + base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")


def needed():
    state = load()
    if state is None or "port" not in state:
        raise Refusal("This machine is not set up (any more).")
    return state


def load():
    try:
        return json.loads(text_of("state.json"))
    except (OSError, ValueError):
        return None


def save(state):
    write("state.json", json.dumps(state))


def inside(name):
    return os.path.join(FOLDER, name)


def text_of(name):
    with open(inside(name)) as file:
        return file.read()


def read_pid(name):
    try:
        return int(text_of(name))
    except (OSError, ValueError):
        return None


def write(name, text):
    """Whole or not at all, and only for this user."""
    os.makedirs(FOLDER, mode=0o700, exist_ok=True)
    path = inside("%s.%d" % (name, os.getpid()))
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    os.replace(path, inside(name))


def remove(name):
    if os.path.exists(inside(name)):
        os.remove(inside(name))


def run(command):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode != 0:
        raise Refusal("%s ended with code %d: %s" % (command[0], done.returncode, done.stdout.decode()[-200:]))


QUIET = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
ACTS = {
    "claim": claim, "look": look, "start": start, "read": read,
    "status": status, "extend": extend, "restart": restart, "stop": stop,
}


main()
