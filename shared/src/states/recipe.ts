import { z } from 'zod';
import type { Tunnel } from './tunnel.ts';

/** The recipes that workers of this build know: how one kind of lab console is operated. */
export const RecipeName = z.enum(['bundled', 'jupyter']);
export type RecipeName = z.infer<typeof RecipeName>;

/** What a lab of this kind can be asked for, beside start and end. A worker's recipe has the function when this says so. */
export const recipes = {
  bundled: {
    driver: 'console',
    title: 'Bundled lab',
    extends: true,
    restarts: true,
    tellsActivity: true,
    // Its machines have no way out.
    runsTunnel: false,
    // Its SSH server and its first process are not the member's.
    memberCanEnd: false,
    namedBy: 'label',
    usualTemplate: null,
    usualTunnel: 'direct',
  },
  jupyter: {
    driver: 'console',
    title: 'JupyterHub, JupyterLab or Notebook',
    extends: true,
    restarts: true,
    tellsActivity: true,
    runsTunnel: true,
    // Everything of the machine runs as the member's own user.
    memberCanEnd: true,
    // A hub hands what it was started with on to the next start, whoever asks for that.
    namedBy: 'ref',
    // The account's default server.
    usualTemplate: 'default',
    // Its machines are seldom where members reach them by themselves.
    usualTunnel: 'gateway',
  },
} as const satisfies Record<
  RecipeName,
  {
    driver: 'console' | 'api';
    title: string;
    extends: boolean;
    restarts: boolean;
    tellsActivity: boolean;
    /** Whether its bootstrap can run cloudflared inside the machine. */
    runsTunnel: boolean;
    /** Whether a member can end the machine from inside, so that it looks as if its lab had. */
    memberCanEnd: boolean;
    /**
     * What tells for sure that a session in its list is ours: the label, which is written for that one start, or the lab's own id, which
     * it never gives again.
     */
    namedBy: 'label' | 'ref';
    /** What every lab of this kind can be asked for; null = each has templates of its own. */
    usualTemplate: string | null;
    /** The way in that a new lab of this kind is offered first. */
    usualTunnel: Tunnel;
  }
>;
