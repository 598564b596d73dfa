/** One answer of the lab, as a person would read it. */
export interface PageAnswer {
  status: number;
  location: string | null;
  html: string;
  /** Text of the element with this id, without markup; null when the page has none. */
  text(id: string): string | null;
  /** An attribute of the element with this id. */
  attribute(id: string, name: string): string | null;
}

export interface PageClient {
  get(path: string, headers?: Record<string, string>): Promise<PageAnswer>;
  post(path: string, form?: Record<string, string>, headers?: Record<string, string>): Promise<PageAnswer>;
  signIn(username: string, password: string): Promise<PageAnswer>;
  /** Starts a machine through the form and waits until its progress page says it is not starting. */
  startMachine(form: Record<string, string>): Promise<{ id: string; state: string }>;
  /** Reloads a page until it shows what is wanted. @throws Error after 10 s. */
  until(path: string, wanted: (page: PageAnswer) => boolean): Promise<PageAnswer>;
}

/** A person at the lab's pages: real requests, one cookie, no redirects followed. */
export function createPageClient(port: number): PageClient {
  let cookie = '';

  async function send(
    path: string,
    given: Record<string, string>,
    form?: URLSearchParams,
  ): Promise<PageAnswer> {
    const headers = { ...given, ...(cookie === '' ? {} : { cookie }) };
    const init = form === undefined ? {} : { method: 'POST', body: form };
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { ...init, headers, redirect: 'manual' });
    cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
    return readAnswer(response.status, response.headers.get('location'), await response.text());
  }

  const get: PageClient['get'] = (path, headers = {}) => send(path, headers);
  const post: PageClient['post'] = (path, form = {}, headers = {}) =>
    send(path, headers, new URLSearchParams(form));

  async function until(path: string, wanted: (page: PageAnswer) => boolean): Promise<PageAnswer> {
    const deadline = Date.now() + 10_000;
    for (;;) {
      const page = await get(path);
      if (wanted(page)) return page;
      if (Date.now() > deadline)
        throw new Error(`${path} never showed what was wanted: ${page.html.slice(-1500)}`);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  }

  return {
    get,
    post,
    until,
    signIn: (username, password) => post('/sign-in', { username, password }),
    startMachine: async (form) => {
      const started = await post('/catalogue/linux-small/start', form);
      const id = /^\/machines\/(\w+)\/progress$/.exec(started.location ?? '')?.[1];
      if (id === undefined)
        throw new Error(`no machine was started: ${started.text('start-error') ?? started.html}`);
      const page = await until(
        `/machines/${id}/progress`,
        (answer) => answer.attribute('machine-state', 'data-state') !== 'starting',
      );
      return { id, state: page.attribute('machine-state', 'data-state') ?? '' };
    },
  };
}

function readAnswer(status: number, location: string | null, html: string): PageAnswer {
  return {
    status,
    location,
    html,
    text: (id) => {
      const inner = new RegExp(`<(\\w+)[^>]* id="${id}"[^>]*>([\\s\\S]*?)</\\1>`).exec(html)?.[2];
      return inner === undefined ? null : unescapeHtml(inner.replaceAll(/<[^>]*>/g, '')).trim();
    },
    attribute: (id, name) => new RegExp(`<[^>]* id="${id}"[^>]* ${name}="([^"]*)"`).exec(html)?.[1] ?? null,
  };
}

function unescapeHtml(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
