import { createHash, randomBytes } from 'node:crypto';
import type { BetterAuthPlugin } from 'better-auth';
import { createAuthEndpoint } from 'better-auth/api';
import { z } from 'zod';
import type { MintedToken } from '#backend/accounts/bearer.ts';
import { authenticationUrl, type Refusal, readAssertion } from '#backend/accounts/openid.ts';
import type { SteamCheck } from '#backend/accounts/steam-check.ts';
import { ROLES, type SignInError } from '#shared/api/accounts.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** How long a person may take at Steam, and how long the code is good afterwards, ms. */
const STATE_TTL = 15 * 60_000;
const CODE_TTL = 5 * 60_000;
/** A nonce is remembered for longer than any clock difference that is let pass, ms. */
const NONCE_TTL = 30 * 60_000;

/** What is kept while somebody is at Steam. */
const pendingSchema = z.object({
  redirectUri: z.string(),
  challenge: z.string(),
  clientState: z.string(),
  returnTo: z.string(),
});
/** What a code stands for. */
const grantSchema = z.object({ userId: z.string(), redirectUri: z.string(), challenge: z.string() });

export interface SteamPluginOptions {
  check: SteamCheck;
  /** ms. */
  now: () => number;
  /** The user of this Steam account, made when there is none. */
  ensureUser: (steamId: SteamId) => Promise<string>;
  mint: () => MintedToken;
}

/** How a visit from Steam ended. `unknown`: its state is not ours, was used before or is too old; nobody knows whither. */
export type CallbackResult =
  | { kind: 'unknown' }
  | { kind: 'failed'; location: string; error: SignInError; refusal: Refusal | 'replayed' | 'denied' | 'unavailable' }
  | { kind: 'signed-in'; location: string; userId: string };

const unreserved = (bytes: number) => randomBytes(bytes).toString('base64url');
const s256 = (verifier: string) => createHash('sha256').update(verifier).digest('base64url');

function parsed<S extends z.ZodType>(schema: S, text: string): z.infer<S> | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

const ERRORS: Partial<Record<Refusal, SignInError>> = { cancelled: 'cancelled', clock: 'clock' };

/**
 * Sign-in with Steam for better-auth: OpenID 2.0 towards Steam, a one-time code with PKCE towards the extension. States,
 * nonces and codes are better-auth's verification values: in the database under a hash, consumed atomically, so once
 * means once also across restarts and processes.
 *
 * The endpoints are called by our own routes through `auth.api`; better-auth's own router is not served at all.
 */
export function steam(options: SteamPluginOptions) {
  return {
    id: 'steam',
    schema: {
      user: {
        fields: {
          steamId: { type: 'string', required: true, unique: true, input: false },
          role: { type: [...ROLES], required: true, defaultValue: 'user', input: false },
          state: { type: 'string', required: true, defaultValue: 'active', input: false },
        },
      },
      session: {
        fields: {
          browser: { type: 'string', required: true, defaultValue: '', input: false },
          system: { type: 'string', required: true, defaultValue: '', input: false },
          previousToken: { type: 'string', required: false, input: false },
          rotatedAt: { type: 'number', required: false, input: false },
          lastUsedAt: { type: 'number', required: true, defaultValue: 0, input: false },
        },
      },
    },
    endpoints: {
      /** Remembers a sign-in and says where to send the browser. */
      steamStart: createAuthEndpoint(
        '/steam/start',
        {
          method: 'POST',
          body: z.object({
            redirectUri: z.string(),
            challenge: z.string(),
            clientState: z.string(),
            /** Our own callback; `?state=` is added. */
            callback: z.url(),
          }),
        },
        async (ctx): Promise<{ location: string }> => {
          const { callback, ...rest } = ctx.body;
          const state = unreserved(32);
          const returnTo = `${callback}?state=${state}`;
          await ctx.context.internalAdapter.createVerificationValue({
            identifier: `steam-state:${state}`,
            value: JSON.stringify({ ...rest, returnTo } satisfies z.infer<typeof pendingSchema>),
            expiresAt: new Date(options.now() + STATE_TTL),
          });
          return { location: authenticationUrl(returnTo, new URL(callback).origin) };
        },
      ),

      /** Takes what the browser brought back from Steam; `query` as it came, undecoded. */
      steamCallback: createAuthEndpoint(
        '/steam/callback',
        { method: 'POST', body: z.object({ query: z.string() }) },
        async (ctx): Promise<CallbackResult> => {
          const { internalAdapter } = ctx.context;
          const query = new URLSearchParams(ctx.body.query);
          const states = query.getAll('state');
          const consumed =
            states.length === 1 && /^[\w-]{43}$/.test(states[0] ?? '')
              ? await internalAdapter.consumeVerificationValue(`steam-state:${states[0]}`)
              : null;
          const pending = consumed ? parsed(pendingSchema, consumed.value) : undefined;
          if (!pending) return { kind: 'unknown' };

          const back = (answer: Record<string, string>) =>
            `${pending.redirectUri}?${new URLSearchParams({ ...answer, state: pending.clientState })}`;
          const failed = (error: SignInError, refusal: (CallbackResult & { kind: 'failed' })['refusal']) =>
            ({ kind: 'failed', location: back({ error }), error, refusal }) as const;

          const read = readAssertion(query, pending.returnTo, options.now());
          if (!read.ok) return failed(ERRORS[read.refusal] ?? 'refused', read.refusal);
          const { steamId, nonce, check } = read.assertion;
          const fresh = await internalAdapter.reserveVerificationValue({
            identifier: `steam-nonce:${nonce}`,
            value: '',
            expiresAt: new Date(options.now() + NONCE_TTL),
          });
          if (!fresh) return failed('refused', 'replayed');
          const verdict = await options.check(check);
          if (verdict === 'unavailable') return failed('unavailable', 'unavailable');
          if (verdict === 'invalid') return failed('refused', 'denied');

          const userId = await options.ensureUser(steamId);
          const code = unreserved(32);
          await internalAdapter.createVerificationValue({
            identifier: `steam-code:${code}`,
            value: JSON.stringify({
              userId,
              redirectUri: pending.redirectUri,
              challenge: pending.challenge,
            } satisfies z.infer<typeof grantSchema>),
            expiresAt: new Date(options.now() + CODE_TTL),
          });
          return { kind: 'signed-in', location: back({ code }), userId };
        },
      ),

      /** Whose code this is, with the right verifier; it stays usable. A wrong verifier ends the code: somebody is guessing. */
      steamGrant: createAuthEndpoint(
        '/steam/grant',
        {
          method: 'POST',
          body: z.object({ code: z.string(), verifier: z.string(), redirectUri: z.string() }),
        },
        async (ctx): Promise<{ userId: string } | null> => {
          const { internalAdapter } = ctx.context;
          const { code, verifier, redirectUri } = ctx.body;
          const identifier = `steam-code:${code}`;
          const found = await internalAdapter.findVerificationValue(identifier);
          const grant = found ? parsed(grantSchema, found.value) : undefined;
          if (!found || !grant || found.expiresAt.getTime() <= options.now()) return null;
          if (grant.challenge !== s256(verifier) || grant.redirectUri !== redirectUri) {
            await internalAdapter.consumeVerificationValue(identifier);
            return null;
          }
          return { userId: grant.userId };
        },
      ),

      /** Uses up a code that `steamGrant` has vouched for and begins a session: for exactly one caller. */
      steamRedeem: createAuthEndpoint(
        '/steam/redeem',
        {
          method: 'POST',
          body: z.object({
            code: z.string(),
            browser: z.string(),
            system: z.string(),
            /** ms from now. */
            lifetime: z.number(),
          }),
        },
        async (ctx): Promise<{ bearer: string; sessionId: string; userId: string } | null> => {
          const { internalAdapter } = ctx.context;
          const { code, browser, system, lifetime } = ctx.body;
          const consumed = await internalAdapter.consumeVerificationValue(`steam-code:${code}`);
          const grant = consumed ? parsed(grantSchema, consumed.value) : undefined;
          if (!grant) return null;
          const { bearer, hash } = options.mint();
          const now = options.now();
          const values = {
            token: hash,
            expiresAt: new Date(now + lifetime),
            createdAt: new Date(now),
            updatedAt: new Date(now),
            lastUsedAt: now,
            browser,
            system,
          };
          // The last argument lets our values, the hash above all, take the place of better-auth's own.
          const session = await internalAdapter.createSession(grant.userId, false, values, true);
          return { bearer, sessionId: session.id, userId: grant.userId };
        },
      ),
    },
  } satisfies BetterAuthPlugin;
}
