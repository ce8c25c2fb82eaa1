import { useEffect, useState } from 'preact/hooks';
import type { AccountAnswer } from '#extension/answers.ts';
import { localDatabase } from '#extension/app/players/local-data.ts';
import { type MatchRow, matchRowSchema } from '#extension/sync/rows.ts';
import { send } from '#extension/ui/send.ts';
import type { DemoAnswer } from '#shared/api/demos.ts';
import type { MatchDetails } from '#shared/api/matches.ts';

/** A match seen from both sides may differ in its time by the length of a lobby, ms. */
const SAME_TIME = 10 * 60_000;

type Local = { state: 'loading' | 'none' } | { state: 'ok'; match: MatchRow } | { state: 'failed'; why: string };

/** The match as it is kept in this browser. */
export function useLocalMatch(id: string, turn: number): Local {
  const [local, setLocal] = useState<Local>({ state: 'loading' });
  useEffect(() => {
    let gone = false;
    // Asynchronous from its first line: without a database the first step throws.
    const read = async () => matchRowSchema.safeParse(await localDatabase().matches.get(id)).data;
    read().then(
      (match) => !gone && setLocal(match ? { state: 'ok', match } : { state: 'none' }),
      (error: unknown) => {
        console.error('the match could not be read', error);
        if (!gone) setLocal({ state: 'failed', why: error instanceof Error ? error.message : String(error) });
      },
    );
    return () => {
      gone = true;
    };
  }, [id, turn]);
  return local;
}

/**
 * The backend's side of a match. `off` nobody is signed in · `none` it knows no such match of theirs · `failed` it could not
 * be asked.
 */
export type Remote =
  | { state: 'off' | 'loading' | 'none' }
  | { state: 'failed'; why: Exclude<AccountAnswer<unknown>['state'], 'ok'> }
  | { state: 'ok'; match: MatchDetails };

/** Which of the backend's matches a match of this browser is: there it has another ID. */
async function findThere({ playedAt, map }: MatchRow): Promise<AccountAnswer<string | undefined>> {
  const query = { from: String(Math.max(0, playedAt - SAME_TIME)), until: String(playedAt + SAME_TIME), limit: '20' };
  const answer = await send('listMatches', { query });
  if (answer.state !== 'ok') return answer;
  const [closest] = answer.value.items
    .filter((match) => match.map === map)
    .sort((a, b) => Math.abs(a.playedAt - playedAt) - Math.abs(b.playedAt - playedAt));
  return { state: 'ok', value: closest?.id };
}

async function askMatch(id: string, local: MatchRow | undefined): Promise<Remote> {
  const there: AccountAnswer<string | undefined> = local ? await findThere(local) : { state: 'ok', value: id };
  if (there.state !== 'ok') return { state: 'failed', why: there.state };
  if (there.value === undefined) return { state: 'none' };
  const answer = await send('matchDetails', { id: there.value });
  // What the backend does not have it refuses; anything else it would have said before.
  if (answer.state === 'refused') return { state: 'none' };
  return answer.state === 'ok' ? { state: 'ok', match: answer.value } : { state: 'failed', why: answer.state };
}

/** `local` is undefined while this browser has not been asked yet. */
export function useRemoteMatch(id: string, local: Local, signedIn: boolean | undefined, turn: number): Remote {
  const [remote, setRemote] = useState<Remote>({ state: 'loading' });
  const known = local.state === 'ok' ? local.match : undefined;
  const waits = local.state === 'loading' || signedIn === undefined;
  useEffect(() => {
    if (waits) return;
    if (!signedIn) return setRemote({ state: 'off' });
    let gone = false;
    setRemote({ state: 'loading' });
    askMatch(id, known).then(
      (answer) => !gone && setRemote(answer),
      (error: unknown) => {
        console.warn('the backend could not be asked for the match', error);
        if (!gone) setRemote({ state: 'failed', why: 'unreachable' });
      },
    );
    return () => {
      gone = true;
    };
  }, [id, known, signedIn, waits, turn]);
  return remote;
}

/** What a demo of the match says, where one was analysed. Without one, or without an answer, there is nothing to show. */
export function useDemoOf(matchId: string | undefined, turn: number): DemoAnswer | undefined {
  const [answer, setAnswer] = useState<DemoAnswer>();
  useEffect(() => {
    if (matchId === undefined) return;
    let gone = false;
    const ask = async () => {
      const demos = await send('listDemos', { query: { matchId, state: 'done', limit: '1' } });
      const demo = demos.state === 'ok' ? demos.value.items[0] : undefined;
      const found = demo && (await send('demoFindings', { id: demo.id }));
      if (!gone && found?.state === 'ok') setAnswer(found.value);
    };
    ask().catch((error: unknown) => console.warn('no demo could be had', error));
    return () => {
      gone = true;
    };
  }, [matchId, turn]);
  return answer;
}
