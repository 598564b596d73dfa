"""The hub's configuration in tests. What it is told to do wrong stands in switches.json and is read at every start."""

import json
import os

from tornado import web

c = get_config()  # noqa: F821
folder = os.environ["HUB_FOLDER"]
address = "http://127.0.0.1:"
user_id = int(os.environ["HUB_USER_ID"]) if "HUB_USER_ID" in os.environ else None

c.JupyterHub.bind_url = address + os.environ["HUB_PORT"]
c.JupyterHub.hub_bind_url = address + os.environ["HUB_INNER_PORT"]
c.ConfigurableHTTPProxy.api_url = address + os.environ["HUB_PROXY_PORT"]
c.JupyterHub.db_url = "sqlite:///" + os.path.join(folder, "hub.sqlite")
c.JupyterHub.cookie_secret_file = os.path.join(folder, "cookie_secret")
c.ConfigurableHTTPProxy.pid_file = os.path.join(folder, "proxy.pid")
c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = os.environ["HUB_PASSWORD"]
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = os.path.join(folder, "home", "{username}")
c.Spawner.default_url = "/tree"
c.Spawner.args = ["--NotebookApp.terminals_enabled=True"]
c.Spawner.poll_interval = 1
c.JupyterHub.services = [{"name": "tests", "api_token": os.environ["HUB_API_TOKEN"]}]
c.JupyterHub.load_roles = [
    {"name": "tests", "services": ["tests"], "scopes": ["admin:users", "admin:servers", "access:servers", "tokens", "servers"]}
]
c.JupyterHub.active_server_limit = int(os.environ.get("HUB_ACTIVE_SERVERS", "0"))
c.JupyterHub.tornado_settings = {"slow_spawn_timeout": 1}


def before_start(spawner):
    with open(os.path.join(folder, "switches.json")) as file:
        switches = json.load(file).get(spawner.user.name, {})
    spawner.cmd = ["jupyterhub-singleuser"]
    if user_id is not None:
        home = os.path.join(folder, "home", spawner.user.name)
        os.makedirs(home, mode=0o700, exist_ok=True)
        os.chown(home, user_id, user_id)
        as_user = ["--reuid", str(user_id), "--regid", str(user_id), "--clear-groups", "jupyterhub-singleuser"]
        spawner.cmd = ["setpriv"] + as_user
    spawner.environment = switches.get("environment", {})
    spawner.start_timeout = switches.get("startTimeoutS", 60)
    spawner.http_timeout = switches.get("startTimeoutS", 60)
    if "refuse" in switches:
        raise web.HTTPError(403, switches["refuse"])
    if "fail" in switches:
        raise RuntimeError(switches["fail"])
    if "slowS" in switches:
        spawner.cmd = ["sh", "-c", "sleep %d; exec jupyterhub-singleuser \"$@\"" % switches["slowS"], "sh"]


c.Spawner.pre_spawn_hook = before_start
if os.environ.get("HUB_FORM"):
    c.Spawner.options_form = os.environ["HUB_FORM"]
