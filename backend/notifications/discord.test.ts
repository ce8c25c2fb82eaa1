import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { messageOf, parseWebhook, plainName } from '#backend/notifications/discord.ts';
import { type Notification, notificationSchema } from '#shared/api/notifications.ts';
import { LANGUAGES } from '#shared/languages.ts';
import { MIN_STEAM_ID } from '#shared/steam/steam-id.ts';

const TOKEN = `${'abcDEF_-123'.repeat(6)}ab`;
const ID = '1234567890123456789';
const good = `https://discord.com/api/webhooks/${ID}/${TOKEN}`;

describe('an address of a webhook', () => {
  it('is taken as Discord gives it', () => {
    const webhook = { id: ID, token: TOKEN };
    expect(parseWebhook(good)).toEqual(webhook);
    expect(parseWebhook(` ${good}/ `)).toEqual(webhook);
    expect(parseWebhook(good.replace('/api/', '/api/v10/'))).toEqual(webhook);
    for (const host of ['discordapp.com', 'ptb.discord.com', 'canary.discord.com']) {
      expect(parseWebhook(good.replace('discord.com', host))).toEqual(webhook);
    }
  });

  it.each([
    '',
    'discord.com',
    good.replace('https', 'http'),
    good.replace('discord.com', 'discord.com.evil.example'),
    good.replace('discord.com', 'evil.example'),
    good.replace('discord.com', 'discord.com:8443'),
    good.replace('discord.com', 'user:pass@discord.com'),
    good.replace('discord.com', '127.0.0.1'),
    good.replace('discord.com', 'discord.com@127.0.0.1'),
    good.replace('discord.com', '[::1]'),
    good.replace('discord.com', '169.254.169.254'),
    good.replace('discord.com', 'xn--discord-.com'),
    `${good}?wait=true`,
    `${good}#x`,
    `${good}/slack`,
    good.replace('/api/webhooks', '/api/webhooks/../channels'),
    good.replace(ID, '12'),
    good.replace(TOKEN, 'short'),
    good.replace(TOKEN, `${TOKEN}%2f..`),
    'file:///etc/passwd',
    'javascript:alert(1)',
  ])('is nothing else: %s', (address) => {
    expect(parseWebhook(address)).toBeUndefined();
  });
});

describe('a message', () => {
  const common = { id: 1, at: 1_800_000_000_000, readAt: null, steamId: MIN_STEAM_ID };
  const all: Notification[] = [
    { kind: 'ban', ...common, name: 'A', vac: 1, game: 0, watched: true, lastMetAt: 5 },
    { kind: 'score', ...common, name: 'B', from: null, to: 90, band: 'near-certain' },
    { kind: 'report', ...common, name: 'C', outcome: 'upheld' },
    { kind: 'appeal', ...common, name: null, measure: 'none', reason: 'secret words' },
    { kind: 'case', ...common, name: null, measure: 'ban', reason: 'secret words' },
    { kind: 'appeal-waiting', ...common, name: 'D' },
  ];

  it('calls nobody, links nowhere but to Steam and has nothing of moderators’ words, in every language', () => {
    expect(all.map((each) => notificationSchema.parse(each).kind)).toHaveLength(6);
    const titles = LANGUAGES.map((language) => {
      const message = JSON.parse(messageOf(all, language));
      expect(message.allowed_mentions).toEqual({ parse: [] });
      expect(message.embeds).toHaveLength(6);
      for (const embed of message.embeds) {
        expect(embed.url).toBe(`https://steamcommunity.com/profiles/${MIN_STEAM_ID}`);
        expect(embed.title.length).toBeGreaterThan(3);
      }
      expect(JSON.stringify(message)).not.toContain('secret words');
      return message.embeds[0].title;
    });
    expect(new Set(titles).size).toBe(LANGUAGES.length);
  });

  it.each(LANGUAGES)('calls measures as the extension does (%s)', async (language) => {
    const wordsOf = async (area: string): Promise<Record<string, string>> =>
      JSON.parse(await readFile(new URL(`../../extension/locales/${area}/${language}.json`, import.meta.url), 'utf8'));
    const [moderation, notices] = [await wordsOf('moderation'), await wordsOf('dashboard')];
    for (const measure of ['flag', 'block', 'ban'] as const) {
      const message = messageOf([{ kind: 'case', ...common, name: null, measure, reason: '' }], language);
      // There an adjective, here perhaps a noun: what they begin with is the same.
      const stem = moderation[`moderation.measure.${measure}`]
        ?.toLocaleLowerCase(language)
        .replace(/^已/, '')
        .slice(0, 3);
      expect(stem).toBeTruthy();
      expect(message.toLocaleLowerCase(language)).toMatch(new RegExp(`[:：] ?${stem}`));
      expect(notices[`notices.measure.${measure}`]?.toLocaleLowerCase(language)).toContain(stem);
    }
  });

  it('has ten notifications at most', () => {
    const many = Array.from({ length: 15 }, () => all[0]).flatMap((each) => each ?? []);
    expect(JSON.parse(messageOf(many, 'en')).embeds).toHaveLength(10);
  });

  it('takes the life out of strangers’ names', () => {
    expect(plainName('@everyone **bold** [x](https://evil.example)')).toBe(
      String.raw`\@everyone \*\*bold\*\* \[x\]\(https\:\/\/evil.example\)`,
    );
    expect(plainName('a\u202eb\u0007c\u200b')).toBe('a b c');
    expect([...plainName('😀'.repeat(100))]).toHaveLength(64);
  });
});
