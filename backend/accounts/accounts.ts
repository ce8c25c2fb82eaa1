import { type AuditStatement, createAuditStatement } from '#backend/accounts/audit.ts';
import { createAuditLog } from '#backend/accounts/audit-log.ts';
import { createBearers } from '#backend/accounts/bearer.ts';
import { type AboutPlayer, createOwnData, type OwnData } from '#backend/accounts/own-data.ts';
import { createSessions, type Sessions } from '#backend/accounts/sessions.ts';
import { createSignIn, type SignIn } from '#backend/accounts/sign-in.ts';
import { createSteamCheck } from '#backend/accounts/steam-check.ts';
import {
  findModerators,
  findUser,
  findUsers,
  loadSettings,
  saveSettings,
  setRoleStatement,
  setStateStatement,
  stateChangedSince,
  type UserRow,
} from '#backend/accounts/store.ts';
import type { Identity } from '#backend/platform/access.ts';
import { type Clock, DAY, SECOND } from '#backend/platform/clock.ts';
import type { Config } from '#backend/platform/config.ts';
import type { Database, Statement } from '#backend/platform/database.ts';
import { originTest } from '#backend/platform/http.ts';
import type { Log } from '#backend/platform/log.ts';
import type { PersonalData } from '#backend/platform/personal-data.ts';
import { ProblemError } from '#backend/platform/problem.ts';
import type { AccountSettings, AccountState, Me, Role } from '#shared/api/accounts.ts';
import type { AuditLog, AuditQuery } from '#shared/api/admin.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** How long Steam has to say whether an assertion is its own, ms. */
const CHECK_TIMEOUT = 8 * SECOND;

export interface AccountsDeps {
  config: Config;
  /** The operator's `HASH_KEY`. */
  key: string;
  database: Database;
  clock: Clock;
  log: Log;
  fetch: typeof fetch;
  background: (work: Promise<unknown>) => void;
  about: (steamId: SteamId) => Promise<AboutPlayer>;
  onSignIn: (steamId: SteamId) => void;
  /** What other features hold about people with an account. */
  personal: readonly PersonalData[];
}

/** Accounts: who somebody is, where they are signed in, and what is theirs. */
export interface Accounts {
  signIn: SignIn;
  sessions: Sessions;
  ownData: OwnData;
  /** How many browsers one person may be signed in with. */
  sessionLimit: number;
  me(userId: string): Promise<Me>;
  /** Merges settings over version `version`; throws the 409 when there is another one by now. */
  saveSettings(userId: string, version: number, change: AccountSettings): Promise<Me>;
  setRole(admin: Identity, steamId: SteamId, role: Role, client: string): Promise<void>;
  /** Blocks, bans or frees an account, effective with the next request; `reason` is a word for the log. */
  setState(steamId: SteamId, state: AccountState, by: { actorId: string | null; reason: string }): Promise<void>;
  /**
   * The same for the transaction of somebody else; `done` is to be called after it. Undefined when nobody signed in with
   * this account, or it is in that state.
   */
  stateChange(
    steamId: SteamId,
    state: AccountState,
    by: { actorId: string | null; reason: string },
  ): Promise<StateChange | undefined>;
  /** What happened to accounts, for those who look after them. */
  auditLog(query: AuditQuery): Promise<AuditLog>;
  /** Those whose account was blocked, banned or freed at or after `since`, ms. */
  stateChangedSince(since: number): Promise<SteamId[]>;
  /** Users who may decide cases. */
  moderators(): Promise<string[]>;
  /** Role and state of those of these people who have an account here. */
  people(steamIds: readonly SteamId[]): Promise<Map<SteamId, { userId: string; role: Role; state: AccountState }>>;
}

interface StateChange {
  statements: Statement[];
  done(): void;
}

export function createAccounts(deps: AccountsDeps): Accounts {
  const { config, key, database, clock } = deps;
  const audit: AuditStatement = createAuditStatement(key, () => clock.now());
  const bearers = createBearers(key);
  const originAllowed = originTest(config.CORS_ORIGINS);
  const admins = new Set<string>(config.ADMIN_STEAM_IDS);
  const configuredRole = (steamId: SteamId): Role | undefined => (admins.has(steamId) ? 'admin' : undefined);
  const lifetime = config.SESSION_DAYS * DAY;
  const limit = config.SESSION_LIMIT;
  const shared = { database, clock, key, bearers, audit, originAllowed, configuredRole, lifetime, limit };

  const sessions = createSessions({ ...shared, log: deps.log, background: deps.background });
  const signIn = createSignIn({
    ...shared,
    sessions,
    check: createSteamCheck({ fetch: deps.fetch, url: config.STEAM_OPENID_CHECK_URL, timeout: CHECK_TIMEOUT }),
    redirects: config.SIGN_IN_REDIRECTS,
    onSignIn: deps.onSignIn,
  });
  const ownData = createOwnData({
    ...shared,
    sessions,
    about: deps.about,
    personal: deps.personal,
    auditRetention: config.AUDIT_RETENTION_DAYS * DAY,
  });

  const noAccount = () => new ProblemError('not-found', { detail: 'Nobody has signed in with this Steam account.' });

  async function userOf(by: { id: string } | { steamId: SteamId }): Promise<UserRow> {
    const user = await findUser(database, by);
    if (!user) throw noAccount();
    return user;
  }

  function changeOf(user: UserRow, state: AccountState, by: { actorId: string | null; reason: string }): StateChange {
    const detail = { from: user.state, to: state, reason: by.reason };
    return {
      statements: [
        setStateStatement(user.id, state, clock.now()),
        audit({ action: 'state-changed', actorId: by.actorId, subjectId: user.id, detail }),
      ],
      done: () => sessions.forget(user.id),
    };
  }

  async function me(userId: string): Promise<Me> {
    const user = await userOf({ id: userId });
    const [about, settings] = [await deps.about(user.steamId), await loadSettings(database, userId)];
    return { ...user, role: configuredRole(user.steamId) ?? user.role, name: about.name, settings };
  }

  return {
    signIn,
    sessions,
    ownData,
    sessionLimit: limit,
    auditLog: createAuditLog(database, configuredRole),
    me,

    async saveSettings(userId, version, change) {
      const held = await loadSettings(database, userId);
      const settings = { ...held.values, ...change };
      const saved =
        held.version === version &&
        (await saveSettings(database, userId, { from: version, settings, now: clock.now() }));
      if (!saved) throw new ProblemError('conflict', { detail: 'These settings were changed in another browser.' });
      return me(userId);
    },

    async setRole(admin, steamId, role, client) {
      const user = await userOf({ steamId });
      if (configuredRole(steamId) !== undefined && role !== configuredRole(steamId)) {
        throw new ProblemError('conflict', { detail: 'This account is admin by configuration.' });
      }
      const detail = { from: user.role, to: role };
      await database.write([
        setRoleStatement(user.id, role, clock.now()),
        audit({ action: 'role-changed', actorId: admin.userId, subjectId: user.id, client, detail }),
      ]);
      sessions.forget(user.id);
    },

    async setState(steamId, state, by) {
      const change = changeOf(await userOf({ steamId }), state, by);
      await database.write(change.statements);
      change.done();
    },

    async stateChange(steamId, state, by) {
      const user = await findUser(database, { steamId });
      return user && user.state !== state ? changeOf(user, state, by) : undefined;
    },

    stateChangedSince: (since) => stateChangedSince(database, since),
    moderators: () => findModerators(database, config.ADMIN_STEAM_IDS),

    async people(steamIds) {
      const users = await findUsers(database, steamIds);
      return new Map(
        users.map(({ id, steamId, role, state }) => [
          steamId,
          { userId: id, role: configuredRole(steamId) ?? role, state },
        ]),
      );
    },
  };
}
