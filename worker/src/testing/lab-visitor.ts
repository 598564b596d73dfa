/** A person at the lab's pages with nothing but `fetch`: to see what the lab itself says. */
export type LabVisitor = {
  /** Starts a machine by the form, as some earlier worker did. Answers with the lab's id. */
  start: (label: string) => Promise<string>;
  end: (labRef: string) => Promise<void>;
  /** The machines in the list, newest first. */
  machines: () => Promise<{ labRef: string; state: string; label: string }[]>;
};

export async function visitLab(
  port: number,
  seat: { username: string; password: string },
): Promise<LabVisitor> {
  const origin = `http://127.0.0.1:${port}`;
  const signedIn = await fetch(`${origin}/sign-in`, {
    method: 'POST',
    body: new URLSearchParams(seat),
    redirect: 'manual',
  });
  const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0];
  if (cookie === undefined) throw new Error(`the lab refused ${seat.username}`);
  const headers = { cookie };
  return {
    async start(label) {
      const body = new URLSearchParams({ label, minutes: '10' });
      const response = await fetch(`${origin}/catalogue/linux-small/start`, {
        method: 'POST',
        headers,
        body,
        redirect: 'manual',
      });
      const labRef = /\/machines\/(\w+)\/progress/.exec(response.headers.get('location') ?? '')?.[1];
      if (labRef === undefined) throw new Error(`the lab started nothing: ${response.status}`);
      return labRef;
    },
    async end(labRef) {
      const response = await fetch(`${origin}/machines/${labRef}/end`, {
        method: 'POST',
        headers,
        redirect: 'manual',
      });
      if (response.status >= 400) throw new Error(`the lab ended nothing: ${response.status}`);
    },
    async machines() {
      const html = await (await fetch(`${origin}/machines`, { headers })).text();
      const rows = html.matchAll(/data-machine-id="([^"]*)" data-state="([^"]*)" data-label="([^"]*)"/g);
      return [...rows].map(([, labRef = '', state = '', label = '']) => ({ labRef, state, label }));
    },
  };
}
