import { type AccountClient, AccountError } from '#extension/account/client.ts';
import type { Vault } from '#extension/account/vault.ts';
import type { Settings } from '#extension/settings.ts';
import { type AccountSettings, type Me, meSchema } from '#shared/api/accounts.ts';

/** Settings that follow a person into every browser signed in: how things look, never whom to contact. */
const SHARED = ['headline', 'quietBelow', 'language', 'theme'] as const satisfies readonly (keyof AccountSettings)[];

export interface SettingsSyncDeps {
  client: AccountClient;
  vault: Vault;
  /** Changes the settings of this browser. */
  apply(values: AccountSettings): Promise<unknown>;
  report(what: string, error: unknown): void;
}

export interface SettingsSync {
  /** The account as the backend has it: settings changed in another browser are taken over. `before`: version last seen. */
  seen(me: Me, before: number): Promise<void>;
  /** Settings of this browser have changed; does nothing when nobody is signed in. Resolves when the account knows. */
  changed(now: Settings, before: Settings): Promise<void>;
}

/** What of `values` differs from `others`. */
function difference(values: Settings, others: AccountSettings): AccountSettings {
  const { headline, quietBelow, language, theme } = values;
  return {
    ...(headline !== others.headline && { headline }),
    ...(quietBelow !== others.quietBelow && { quietBelow }),
    ...(language !== others.language && { language }),
    ...(theme !== others.theme && { theme }),
  };
}

export function createSettingsSync({ client, vault, apply, report }: SettingsSyncDeps): SettingsSync {
  let last: Promise<void> = Promise.resolve();

  async function push(change: AccountSettings): Promise<void> {
    const kept = await client.kept();
    if (!kept || Object.keys(change).length === 0) return;
    const save = async (version: number) =>
      vault.saveMe(await client.ask('PATCH', '/v1/me', meSchema, { version, settings: change }));
    try {
      await save(kept.me.settings.version);
    } catch (error) {
      if (!(error instanceof AccountError) || error.kind !== 'refused') throw error;
      // Changed in another browser meanwhile: what was changed here last goes on top of that.
      const me = await client.ask('GET', '/v1/me', meSchema);
      if (me.state === 'banned') return;
      await save(me.settings.version);
    }
  }

  return {
    async seen(me, before) {
      if (me.settings.version <= before) return;
      await apply(me.settings.values);
    },

    changed(now, before) {
      const own = difference(now, before);
      last = last
        .then(async () => {
          const kept = await client.kept();
          if (!kept) return;
          // What was taken over from the account is no news to it.
          const news = difference(now, kept.me.settings.values);
          const change = Object.fromEntries(
            Object.entries(news).filter(([name]) => SHARED.some((each) => each === name && each in own)),
          );
          await push(change);
        })
        .catch((error: unknown) => report('the account was not told of changed settings', error));
      return last;
    },
  };
}
