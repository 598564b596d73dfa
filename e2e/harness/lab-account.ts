/** The lab's own word, read on its pages as its account holder would: the labels of the machines that are not ended. */
export async function runningAtTheLab(labUrl: string, username: string, password: string): Promise<string[]> {
  const signedIn = await fetch(`${labUrl}/sign-in`, {
    method: 'POST',
    body: new URLSearchParams({ username, password }),
    redirect: 'manual',
  });
  const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0];
  if (!cookie) throw new Error(`the lab did not let ${username} in: ${signedIn.status}`);
  const page = await fetch(`${labUrl}/machines`, { headers: { cookie }, redirect: 'manual' });
  const html = await page.text();
  if (!html.includes('id="machines"') && !html.includes('id="no-machines"')) {
    throw new Error(`the lab did not show ${username}'s machines: ${page.status}`);
  }
  return [...html.matchAll(/<tr data-machine-id="[^"]*" data-state="([^"]*)" data-label="([^"]*)"/g)]
    .filter(([, state]) => state !== 'ended' && state !== 'failed')
    .map(([, , label]) => label ?? '');
}
