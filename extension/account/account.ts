import type { Identity } from 'webextension-polyfill';
import type { z } from 'zod';
import { type AccountClient, AccountError, createAccountClient } from '#extension/account/client.ts';
import { challengeOf, randomText } from '#extension/account/pkce.ts';
import { createSettingsSync } from '#extension/account/settings-sync.ts';
import type { Vault } from '#extension/account/vault.ts';
import type { AccountAnswer, Polled } from '#extension/answers.ts';
import type { AccountView, SignInFailure } from '#extension/messages.ts';
import type { Settings } from '#extension/settings.ts';
import {
  type AccountSession,
  type AccountSettings,
  type DeletionReceipt,
  deletionReceiptSchema,
  endedResponseSchema,
  type HeldResponse,
  heldResponseSchema,
  meSchema,
  SIGN_IN_ERRORS,
  sessionsResponseSchema,
  type TokenResponse,
  tokenResponseSchema,
} from '#shared/api/accounts.ts';
import { healthResponseSchema } from '#shared/api/operations.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** How long somebody may take at Steam, ms; the backend forgets the sign-in soon after. */
const SIGN_IN_TIME = 10 * 60_000;

export interface AccountDeps {
  identity: Pick<Identity.Static, 'getRedirectURL' | 'launchWebAuthFlow'>;
  vault: Vault;
  settings(): Promise<Pick<Settings, 'backendUrl' | 'localOnly'>>;
  /** Changes settings of this browser: those of the account follow the person. */
  applySettings(values: AccountSettings): Promise<unknown>;
  fetch: typeof fetch;
  now(): number;
  setTimeout(work: () => void, ms: number): void;
  report(what: string, error: unknown): void;
}

/** The account, as popup and app see it: never the token. */
export interface Account {
  /** How things stand, asked of the backend. */
  view(): Promise<AccountView>;
  /** Signs in, or with `replace` goes on where the limit of sessions was reached. Resolves when it has ended. */
  signIn(replace: boolean): Promise<AccountView>;
  /** Signs out here, whether the backend hears of it or not; also gives up a sign-in that is under way. */
  signOut(): Promise<AccountView>;
  sessions(): Promise<AccountAnswer<{ sessions: AccountSession[]; limit: number }>>;
  /** Ends one session, or all others. */
  endSessions(id: string | undefined): Promise<AccountAnswer<{ ended: number }>>;
  held(): Promise<AccountAnswer<HeldResponse>>;
  /** Everything held, as the backend sends it. */
  export(): Promise<AccountAnswer<string>>;
  delete(): Promise<AccountAnswer<DeletionReceipt>>;
  /** Asks the backend as the person signed in. For features that need an account; a body goes as JSON. */
  ask<S extends z.ZodType>(method: string, path: string, schema: S, body?: unknown): Promise<AccountAnswer<z.infer<S>>>;
  /** The same with GET, for what is asked again and again: `before` comes back when nothing changed. */
  poll<S extends z.ZodType>(
    path: string,
    schema: S,
    before?: Polled<z.infer<S>>,
  ): Promise<AccountAnswer<Polled<z.infer<S>>>>;
  /** Who is signed in at which backend, as last seen; asks nobody. */
  kept(): Promise<{ origin: string; steamId: SteamId } | undefined>;
  /** What needs somebody signed in, asked in their name. An answer says why there is none instead of throwing. */
  asked<T>(work: (client: AccountClient) => Promise<T>): Promise<AccountAnswer<T>>;
  /** Settings of this browser have changed: the account is told, when somebody is signed in. */
  settingsChanged(now: Settings, before: Settings): Promise<void>;
}

/** A sign-in under way. */
type Flow = { at: 'steam' } | { at: 'limit'; request: TokenRequest; limit: number; sessions: AccountSession[] };

interface TokenRequest {
  code: string;
  verifier: string;
  redirectUri: string;
}

const isSignInError = (text: string | null): text is (typeof SIGN_IN_ERRORS)[number] =>
  SIGN_IN_ERRORS.some((each) => each === text);

export function createAccount(deps: AccountDeps): Account {
  const { identity, vault, now } = deps;
  let flow: Flow | undefined;
  let failure: SignInFailure | undefined;

  async function origin(): Promise<string | undefined> {
    const { backendUrl, localOnly } = await deps.settings();
    return localOnly || backendUrl === '' ? undefined : new URL(backendUrl).origin;
  }
  const client: AccountClient = createAccountClient({ origin, vault, fetch: deps.fetch, now });
  const sync = createSettingsSync({ client, vault, apply: deps.applySettings, report: deps.report });

  async function view(): Promise<AccountView> {
    if ((await origin()) === undefined) return { state: 'off' };
    if (flow?.at === 'steam') return { state: 'signing-in' };
    if (flow?.at === 'limit') return { state: 'limit', limit: flow.limit, sessions: flow.sessions };
    const kept = await client.kept();
    if (!kept) return { state: 'signed-out', ...(failure && { failure }) };
    try {
      const me = await client.ask('GET', '/v1/me', meSchema);
      await vault.saveMe(me);
      await sync.seen(me, kept.me.settings.version);
      return { state: 'signed-in', me, fresh: true };
    } catch (error) {
      if (!(error instanceof AccountError)) throw error;
      if (error.kind !== 'expired') return { state: 'signed-in', me: kept.me, fresh: false };
      failure = 'expired';
      return { state: 'signed-out', failure };
    }
  }

  /** Lets the person sign in at Steam and returns what the code can be exchanged with. */
  async function visitSteam(base: string): Promise<TokenRequest | { failed: SignInFailure }> {
    // Where the page cannot be loaded browsers say this and that: so it is asked before.
    await client.open(base, 'GET', '/health', healthResponseSchema);
    const [verifier, state, redirectUri] = [randomText(), randomText(), identity.getRedirectURL()];
    const url = new URL('/v1/auth/steam/start', base);
    url.search = new URLSearchParams({
      redirect_uri: redirectUri,
      challenge: await challengeOf(verifier),
      state,
    }).toString();
    let end: string;
    try {
      end = await identity.launchWebAuthFlow({ url: url.href, interactive: true });
    } catch (error) {
      deps.report('the sign-in window closed', error);
      return { failed: /load/i.test(String(error)) ? 'unreachable' : 'cancelled' };
    }
    const answer = end.startsWith(redirectUri) ? URL.parse(end)?.searchParams : undefined;
    // Another sign-in's answer is not ours, whatever is in it.
    if (!answer || answer.get('state') !== state) return { failed: 'refused' };
    const error = answer.get('error');
    const code = answer.get('code');
    if (error !== null || code === null) return { failed: isSignInError(error) ? error : 'refused' };
    return { code, verifier, redirectUri };
  }

  async function redeem(base: string, request: TokenRequest, replace: boolean): Promise<TokenResponse> {
    const answer = await client.open(base, 'POST', '/v1/auth/token', tokenResponseSchema, { ...request, replace });
    if (answer.state === 'signed-in') {
      const { token, expiresInMs, refreshInMs } = answer.bearer;
      const [refreshAt, expiresAt] = [now() + refreshInMs, now() + expiresInMs];
      await vault.save({ origin: base, token, refreshAt, expiresAt, me: answer.me });
      await sync.seen(answer.me, 0);
    }
    return answer;
  }

  /** Runs one sign-in; a later one, or giving up, makes its outcome count for nothing. */
  async function run(
    own: Flow,
    base: string,
    begin: () => Promise<TokenRequest | { failed: SignInFailure }>,
    replace: boolean,
  ) {
    const outcome = (async (): Promise<Flow | { failed: SignInFailure } | undefined> => {
      const request = await begin();
      if ('failed' in request) return request;
      if (flow !== own) return undefined;
      const answer = await redeem(base, request, replace);
      if (answer.state === 'signed-in') return undefined;
      return { at: 'limit', request, limit: answer.limit, sessions: answer.sessions };
    })().catch((error: unknown) => {
      if (!(error instanceof AccountError)) throw error;
      return { failed: error.kind === 'unreachable' ? ('unreachable' as const) : ('refused' as const) };
    });
    const late = new Promise<{ failed: SignInFailure }>((resolve) => {
      deps.setTimeout(() => resolve({ failed: 'timeout' }), SIGN_IN_TIME);
    });
    const ended = await Promise.race([outcome, late]);
    if (flow !== own) return;
    flow = ended && 'at' in ended ? ended : undefined;
    failure = ended && 'failed' in ended ? ended.failed : undefined;
  }

  async function answered<T>(work: Promise<T>): Promise<AccountAnswer<T>> {
    try {
      return { state: 'ok', value: await work };
    } catch (error) {
      if (!(error instanceof AccountError)) throw error;
      if (error.kind === 'expired') failure = 'expired';
      return { state: error.kind };
    }
  }

  return {
    view,

    async signIn(replace) {
      const base = await origin();
      if (base === undefined) return view();
      if (flow === undefined && (await client.kept())) {
        // A second session of the same browser would only count against the limit.
        const present = await view();
        if (present.state === 'signed-in') return present;
      }
      const waiting = flow?.at === 'limit' ? flow.request : undefined;
      const own: Flow = { at: 'steam' };
      flow = own;
      failure = undefined;
      try {
        await run(own, base, async () => (replace && waiting ? waiting : visitSteam(base)), replace);
      } catch (error) {
        if (flow === own) flow = undefined;
        throw error;
      }
      return view();
    },

    async signOut() {
      flow = undefined;
      failure = undefined;
      if (await client.kept()) {
        const told = client.ask('POST', '/v1/auth/sign-out', endedResponseSchema);
        // Signed out here in any case; a session that was not ended there expires, and can be ended from another browser.
        await told.catch((error: unknown) => deps.report('the backend did not hear of the sign-out', error));
        await vault.clear();
      }
      return view();
    },

    asked: (work) => answered(work(client)),
    settingsChanged: sync.changed,
    ask: (method, path, schema, body) => answered(client.ask(method, path, schema, body)),
    poll: (path, schema, before) => answered(client.poll(path, schema, before)),
    async kept() {
      const kept = await client.kept();
      return kept && { origin: kept.origin, steamId: kept.me.steamId };
    },
    sessions: () => answered(client.ask('GET', '/v1/me/sessions', sessionsResponseSchema)),
    endSessions: (id) =>
      answered(
        client.ask(
          'DELETE',
          `/v1/me/sessions${id === undefined ? '' : `/${encodeURIComponent(id)}`}`,
          endedResponseSchema,
        ),
      ),
    held: () => answered(client.ask('GET', '/v1/me/held', heldResponseSchema)),
    export: () => answered(client.text('GET', '/v1/me/export')),
    async delete() {
      const answer = await answered(client.ask('DELETE', '/v1/me', deletionReceiptSchema));
      if (answer.state === 'ok') await vault.clear();
      return answer;
    },
  };
}
