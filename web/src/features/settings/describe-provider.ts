import type { SignInProvider } from '@coinslot/shared/http/sign-in.ts';
import { t } from '@lingui/core/macro';

/** What to do at the provider, and what our three fields are called there. */
export function describeProvider(id: SignInProvider): { make: string; redirect: string; copy: string } {
  switch (id) {
    case 'discord':
      return {
        make: t`Press “New Application”, give it the name of your house, and open “OAuth2” at its left.`,
        redirect: t`Under “Redirects” press “Add Redirect”, enter exactly this, and save.`,
        copy: t`Copy “Client ID” from the same page; press “Reset Secret” for the client secret.`,
      };
    case 'google':
      return {
        make: t`Choose or make a project, then “Create credentials”, “OAuth client ID”, type “Web application”.`,
        redirect: t`Under “Authorised redirect URIs” add exactly this, then press “Create”.`,
        copy: t`Copy “Client ID” and “Client secret” from the window that opens.`,
      };
    case 'x':
      return {
        make: t`Make a project with an app and set up “User authentication settings”: type “Web App”, which has a secret.`,
        redirect: t`Under “Callback URI / Redirect URL” enter exactly this; the website is the address of this house.`,
        copy: t`Copy “Client ID” and “Client Secret” of OAuth 2.0 under “Keys and tokens”; not the API key.`,
      };
  }
}
