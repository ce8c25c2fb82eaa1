import { z } from 'zod';
import type { Account } from '#extension/account/account.ts';
import { type AccountClient, AccountError } from '#extension/account/client.ts';
import type { AccountAnswer, Page, Polled } from '#extension/answers.ts';
import type { DemoAnswerTo, DemoRefusal } from '#extension/demos/messages.ts';
import type { Pieces } from '#extension/demos/pieces.ts';
import {
  type Demo,
  type DemoRequest,
  demoDeletedSchema,
  demoRequestResponseSchema,
  demoSchema,
  demoStatsSchema,
  demosResponseSchema,
  uploadResponseSchema,
} from '#shared/api/demos.ts';

/** The parts of a problem that say what to do next. */
const refusalSchema = z.object({
  status: z.int(),
  detail: z.string().default(''),
  offset: z.int().min(0).exactOptional(),
});

/** One's own demos at the backend. */
export interface DemoClient {
  limits(): Promise<DemoAnswerTo<{ mostBytes: number | null }>>;
  list(query: Readonly<Record<string, string>>): Promise<AccountAnswer<Page<Demo>>>;
  one(id: string): Promise<DemoAnswerTo<Demo>>;
  request(request: DemoRequest): Promise<DemoAnswerTo<{ demo: Demo; joined: boolean }>>;
  piece(id: string, offset: number, piece: number): Promise<DemoAnswerTo<{ offset: number }>>;
  complete(id: string): Promise<DemoAnswerTo<Demo>>;
  remove(id: string): Promise<DemoAnswerTo<{ removed: boolean }>>;
}

function refusalOf(error: AccountError): DemoRefusal {
  if (error.kind === 'expired') return { state: 'expired' };
  const { data: problem } = refusalSchema.safeParse(error.problem);
  const later = error.retryAt === undefined ? {} : { retryAt: error.retryAt };
  if (error.kind === 'refused') return { state: 'refused', ...(problem ?? { status: 400, detail: '' }) };
  if (problem?.status === 429) return { state: 'limited', ...later };
  return { state: problem?.status === 503 ? 'full' : 'unreachable', ...later };
}

export function createDemoClient(account: Pick<Account, 'poll' | 'asked' | 'kept'>, pieces: Pieces): DemoClient {
  let held: { owner: string; answers: Map<string, Polled<Page<Demo>>> } | undefined;

  /** Answers of one account alone: another one starts anew. */
  const answersOf = async () => {
    const kept = await account.kept();
    const owner = kept ? `${kept.origin} ${kept.steamId}` : '';
    if (held?.owner !== owner) held = { owner, answers: new Map() };
    return held.answers;
  };

  async function asked<T>(work: (client: AccountClient) => Promise<T>): Promise<DemoAnswerTo<T>> {
    const answer = await account.asked(async (client): Promise<DemoAnswerTo<T>> => {
      try {
        return { state: 'ok', value: await work(client) };
      } catch (error) {
        if (!(error instanceof AccountError) || error.kind === 'expired') throw error;
        return refusalOf(error);
      }
    });
    if (answer.state === 'ok') return answer.value;
    return answer.state === 'refused' ? { state: 'refused', status: 400, detail: '' } : { state: answer.state };
  }
  const pathOf = (id: string) => `/v1/demos/${encodeURIComponent(id)}`;

  return {
    limits: () =>
      asked(async (client) => {
        const { uploads } = await client.ask('GET', '/v1/demos/stats', demoStatsSchema);
        return { mostBytes: uploads?.mostBytes ?? null };
      }),
    async list(query) {
      const path = `/v1/demos?${new URLSearchParams(query)}`;
      const answers = await answersOf();
      const answer = await account.poll(path, demosResponseSchema, answers.get(path));
      if (answer.state !== 'ok') return answer;
      // Pages that nobody looks at any more need not be kept.
      if (answers.size > 20) answers.clear();
      answers.set(path, answer.value);
      return { state: 'ok', value: answer.value.value };
    },
    one: (id) => asked((client) => client.ask('GET', pathOf(id), demoSchema)),
    request: (request) => asked((client) => client.ask('POST', '/v1/demos', demoRequestResponseSchema, request)),
    piece: (id, offset, piece) =>
      asked(async (client) => {
        const bytes = await pieces.take(piece);
        if (!bytes) throw new Error('the piece is gone');
        return client.bytes('PUT', `${pathOf(id)}/upload?offset=${offset}`, uploadResponseSchema, bytes);
      }),
    complete: (id) => asked((client) => client.ask('POST', `${pathOf(id)}/upload/complete`, demoSchema)),
    remove: (id) => asked((client) => client.ask('DELETE', pathOf(id), demoDeletedSchema)),
  };
}
