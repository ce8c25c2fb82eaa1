import type { BackgroundContext } from '#extension/background/context.ts';
import type { Requests } from '#extension/messages.ts';
import { demoFindingsResponseSchema, demosResponseSchema } from '#shared/api/demos.ts';
import { matchesResponseSchema, matchResponseSchema } from '#shared/api/matches.ts';
import { playersResponseSchema } from '#shared/api/players-list.ts';

type Out<N extends keyof Requests> = Promise<Requests[N]['out']>;

/** What only the backend knows, asked in the name of who is signed in, and several notes at once. */

const withQuery = (path: string, query: Readonly<Record<string, string>>) => `${path}?${new URLSearchParams(query)}`;

export const listPlayers = ({ account }: BackgroundContext, { query }: Requests['listPlayers']['in']) =>
  account.ask('GET', withQuery('/v1/players', query), playersResponseSchema) satisfies Out<'listPlayers'>;

export const listMatches = ({ account }: BackgroundContext, { query }: Requests['listMatches']['in']) =>
  account.ask('GET', withQuery('/v1/matches', query), matchesResponseSchema) satisfies Out<'listMatches'>;

export const matchDetails = ({ account }: BackgroundContext, { id }: Requests['matchDetails']['in']) =>
  account.ask('GET', `/v1/matches/${encodeURIComponent(id)}`, matchResponseSchema) satisfies Out<'matchDetails'>;

export const listDemos = ({ account }: BackgroundContext, { query }: Requests['listDemos']['in']) =>
  account.ask('GET', withQuery('/v1/demos', query), demosResponseSchema) satisfies Out<'listDemos'>;

export const demoFindings = ({ account }: BackgroundContext, { id }: Requests['demoFindings']['in']) =>
  account.ask(
    'GET',
    `/v1/demos/${encodeURIComponent(id)}/findings`,
    demoFindingsResponseSchema,
  ) satisfies Out<'demoFindings'>;

export async function setNotes(
  { notes, now }: BackgroundContext,
  { notes: changed }: Requests['setNotes']['in'],
): Out<'setNotes'> {
  const updatedAt = now();
  await notes.putAll(changed.map((note) => ({ ...note, updatedAt })));
  return notes.all();
}
