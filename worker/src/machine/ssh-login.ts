import type { ConnectConfig } from 'ssh2';

/** Who logs in, and with what: the part of ssh2's settings that a way in decides. */
export function loginOf(wayIn: {
  username: string;
  password: string | null;
  privateKey: string | null;
}): Pick<ConnectConfig, 'username' | 'password' | 'privateKey'> {
  const { username, password, privateKey } = wayIn;
  return {
    username,
    ...(password === null ? {} : { password }),
    ...(privateKey === null ? {} : { privateKey }),
  };
}
