import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { html } from '../community/html.ts';
import { layout } from '../community/layout.ts';
import type { SandboxContext } from '../context.ts';
import type { Person } from '../world/person.ts';
import { nameAt } from '../world/view.ts';
import { createSigner, NS } from './assertion.ts';
import { type Behaviour, type OpenIdSettings, openIdSettingsSchema } from './behaviour.ts';

export { BEHAVIOURS, type Behaviour } from './behaviour.ts';

/** Steam's OpenID provider, honest and hostile. */
export interface OpenId {
  /** To be mounted at `/openid`. */
  app: Hono;
  /** To be mounted at `/__sandbox/openid`: `GET`, and `POST` with `{behaviour, auto, as, skewMs}`. */
  control: Hono;
  /** What is left out goes back to its default. */
  behave(settings: Partial<OpenIdSettings>): void;
}

/** How long a slow answer takes, ms: longer than anybody should wait. */
const SLOW = 60_000;
const YES = `ns:${NS}\nis_valid:true\n`;

const requestSchema = z.object({
  'openid.mode': z.literal('checkid_setup'),
  'openid.ns': z.literal(NS),
  'openid.return_to': z.url({ protocol: /^https?$/ }),
  'openid.realm': z.url({ protocol: /^https?$/ }),
});

/** What is answered about an assertion, when that is not simply yes or no. */
const ANSWERS: Partial<Record<Behaviour, (yes: boolean) => { body: string; status?: 500 | 302 }>> = {
  'says-false': () => ({ body: `ns:${NS}\nis_valid:false\n` }),
  'true-inside-line': () => ({ body: `ns:${NS}\nerror:expected is_valid:true\nis_valid:false is_valid:true\n` }),
  'true-in-html': () => ({ body: '<html><body>is_valid:true</body></html>' }),
  'extra-lines': () => ({ body: `${YES}invalidate_handle:1234567890\nis_valid:true\n` }),
  both: () => ({ body: `ns:${NS}\nis_valid:false\nis_valid:true\n` }),
  redirects: () => ({ body: YES, status: 302 }),
  endless: () => ({ body: YES + '\n'.repeat(1_000_000) }),
  'error-500': () => ({ body: 'is_valid:true', status: 500 }),
};

export function createOpenId({ world, calls, closing }: SandboxContext): OpenId {
  const signer = createSigner();
  let settings = openIdSettingsSchema.parse({});

  const sendBack = (person: Person, returnTo: string): Response => {
    const other = world.named('viewer') === person ? world.named('veteran') : world.named('viewer');
    const who = { steamId: person.steamId, other: other.steamId };
    const answer = signer.assert(who, returnTo, world.now + settings.skewMs, settings.behaviour);
    const url = new URL(returnTo);
    // Appended as it is: what our side compares is the exact address it gave.
    return Response.redirect(`${returnTo}${url.search === '' ? '?' : '&'}${answer}`, 302);
  };

  function consentPage(query: URLSearchParams, returnTo: string, realm: string): Response {
    const people = world.people.filter((person) => person.role !== undefined && !person.deleted);
    const content = html`<div class="sandbox_openid"><h1>Sign in to ${new URL(realm).host}</h1>
<p>On the real site Steam asks here for name and password. In the sandbox you choose who you are.</p>
<form method="POST" action="/openid/login?${query.toString()}" id="openidForm">
<input type="hidden" name="returnTo" value="${returnTo}">
<p><label for="sandbox_person">Sign in as</label> <select name="person" id="sandbox_person">
${people.map((person) => html`<option value="${person.steamId}">${nameAt(person, world.now)} (${person.role ?? ''})</option>`)}
</select></p>
<p><button type="submit" name="choice" value="allow" id="imageLogin">Sign In</button>
<button type="submit" name="choice" value="cancel" id="sandbox_cancel">Cancel</button></p>
</form></div>`;
    return new Response(layout(world, { title: 'Sign In', bodyClass: '', content }, {}), {
      headers: { 'content-type': 'text/html; charset=UTF-8', 'cache-control': 'no-store' },
    });
  }

  /** `check_authentication`: the backend asks whether we said so. */
  async function answerCheck(c: Context, form: URLSearchParams): Promise<Response> {
    calls.record('openid-check');
    const yes = signer.confirm(form);
    if (settings.behaviour === 'down') {
      const { outgoing }: Partial<HttpBindings> = c.env;
      outgoing?.destroy();
      return c.body(null, 503);
    }
    if (settings.behaviour === 'slow') {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, SLOW);
        AbortSignal.any([closing, c.req.raw.signal]).addEventListener('abort', () => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
    const answer = ANSWERS[settings.behaviour]?.(yes) ?? { body: yes ? YES : `ns:${NS}\nis_valid:false\n` };
    return new Response(answer.body, {
      status: answer.status ?? 200,
      headers: {
        'content-type': 'text/plain;charset=utf-8',
        ...(answer.status === 302 && { location: '/openid/yes' }),
      },
    });
  }

  const app = new Hono();
  app.get('/yes', (c) => c.text(YES));
  app.get('/login', (c) => {
    calls.record('openid-login');
    const query = new URL(c.req.url).searchParams;
    const read = requestSchema.safeParse(Object.fromEntries(query));
    if (!read.success) return c.text('This is not an OpenID request.', 400);
    const { 'openid.return_to': returnTo, 'openid.realm': realm } = read.data;
    if (!returnTo.startsWith(`${realm.replace(/\/$/, '')}/`)) return c.text('return_to is outside of the realm.', 400);
    if (!settings.auto) return consentPage(query, returnTo, realm);
    const person = settings.as === undefined ? world.named('viewer') : world.find(settings.as);
    return person ? sendBack(person, returnTo) : c.text('Nobody of that ID lives here.', 400);
  });
  app.post('/login', async (c) => {
    const form = new URLSearchParams(await c.req.text());
    if (form.get('openid.mode') === 'check_authentication') return answerCheck(c, form);
    const returnTo = z.url({ protocol: /^https?$/ }).safeParse(form.get('returnTo')).data;
    const person = world.find(form.get('person') ?? '');
    if (returnTo === undefined || !person) return c.text('This is not an OpenID request.', 400);
    if (form.get('choice') !== 'cancel') return sendBack(person, returnTo);
    const cancel = new URLSearchParams({ 'openid.ns': NS, 'openid.mode': 'cancel' });
    return c.redirect(`${returnTo}${new URL(returnTo).search === '' ? '?' : '&'}${cancel}`);
  });

  const control = new Hono();
  control.get('/', (c) => c.json(settings));
  control.post('/', async (c) => {
    const body: unknown = await c.req.json().catch(() => undefined);
    const read = openIdSettingsSchema.safeParse(body);
    if (!read.success) return c.json({ error: z.prettifyError(read.error) }, 400);
    settings = read.data;
    return c.json({ ok: true });
  });
  return {
    app,
    control,
    behave(change) {
      settings = openIdSettingsSchema.parse(change);
    },
  };
}
