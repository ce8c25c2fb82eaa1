import { z } from 'zod';
import type { Account } from '#extension/account/account.ts';
import { AccountError } from '#extension/account/client.ts';
import type { Polled } from '#extension/answers.ts';
import type { ModerationRequests, PolledAnswer, Refused } from '#extension/moderation/messages.ts';
import { auditResponseSchema } from '#shared/api/admin.ts';
import { problemSchema } from '#shared/api/common.ts';
import { caseListSchema, caseResponseSchema, heldCaseSchema, logResponseSchema } from '#shared/api/moderation.ts';

interface Context {
  account: Pick<Account, 'asked'>;
}

type In<N extends keyof ModerationRequests> = ModerationRequests[N]['in'];
type Out<N extends keyof ModerationRequests> = Promise<ModerationRequests[N]['out']>;

/** What the problems of these routes say beside what all problems say. */
const refusalSchema = z.object({
  reason: z.string().optional(),
  case: caseResponseSchema.optional(),
  errors: problemSchema.shape.errors,
});

function withQuery(path: string, query: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}

/** Asks with the tag of what the page holds; it keeps its answer when that is still the one. */
function poll<S extends z.ZodType>(
  { account }: Context,
  path: string,
  schema: S,
  etag: string | undefined,
): Promise<PolledAnswer<z.infer<S>>> {
  const before: Polled<null> | undefined = etag === undefined ? undefined : { value: null, etag };
  return account.asked((client) => client.poll<z.ZodNullable<S>>(path, schema.nullable(), before));
}

/** Has the client ask; a refusal is an answer here, since what it says matters. */
async function refusable<T>(work: Promise<T>): Promise<T | { refused: z.infer<typeof refusalSchema> }> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof AccountError) || error.kind !== 'refused') throw error;
    return { refused: refusalSchema.safeParse(error.problem).data ?? {} };
  }
}

const refusedBy = ({ reason, errors }: z.infer<typeof refusalSchema>): Refused => ({
  outcome: 'refused',
  reason,
  fields: errors ?? [],
});

const moderationQueue = (context: Context, { query, etag }: In<'moderationQueue'>) =>
  poll(context, withQuery('/v1/moderation/cases', query), caseListSchema, etag);

const moderationCase = (context: Context, { steamId, etag }: In<'moderationCase'>) =>
  poll(context, `/v1/moderation/cases/${steamId}`, caseResponseSchema, etag);

const moderationLog = (context: Context, { query, etag }: In<'moderationLog'>) =>
  poll(context, withQuery('/v1/moderation/log', query), logResponseSchema, etag);

const moderationAct = ({ account }: Context, { steamId, action }: In<'moderationAct'>): Out<'moderationAct'> =>
  account.asked(async (client) => {
    const path = `/v1/moderation/cases/${steamId}/events`;
    const answer = await refusable(client.ask('POST', path, caseResponseSchema, action));
    if (!('refused' in answer)) return { outcome: 'done', value: answer };
    const { refused } = answer;
    return refused.reason === 'stale' && refused.case
      ? { outcome: 'changed', value: refused.case }
      : refusedBy(refused);
  });

const appeal = ({ account }: Context, { text }: In<'appeal'>): Out<'appeal'> =>
  account.asked(async (client) => {
    const answer = await refusable(client.ask('POST', '/v1/me/appeal', heldCaseSchema, { text }));
    return 'refused' in answer ? refusedBy(answer.refused) : { outcome: 'done', value: answer };
  });

const auditLog = ({ account }: Context, { query }: In<'auditLog'>): Out<'auditLog'> =>
  account.asked((client) => client.ask('GET', withQuery('/v1/admin/audit', query), auditResponseSchema));

/** Every handler of this feature, by message. */
export const moderationHandlers = { moderationQueue, moderationCase, moderationLog, moderationAct, appeal, auditLog };
