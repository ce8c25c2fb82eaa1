import { Hono } from 'hono';
import type { SandboxContext } from '../context.ts';

const COMMUNITY = 'https://steamcommunity.com/';

/** login.steampowered.com: renews an expired session and goes back, or asks to sign in. */
export function loginApp({ world, calls }: SandboxContext): Hono {
  const app = new Hono();
  app.get('/jwt/refresh', (c) => {
    calls.record('session-refresh');
    const back = c.req.query('redir') ?? '';
    if (world.signIn === 'expired') world.signIn = 'signed-in';
    if (world.signIn === 'signed-out') return c.redirect(`${COMMUNITY}login/home/`);
    return c.redirect(back.startsWith(COMMUNITY) ? back : COMMUNITY);
  });
  return app;
}
