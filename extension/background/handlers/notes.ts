import type { BackgroundContext } from '#extension/background/context.ts';
import type { Requests } from '#extension/messages.ts';

type Out<N extends keyof Requests> = Promise<Requests[N]['out']>;

export const notes = ({ notes, ownSync }: BackgroundContext): Out<'notes'> => {
  // Somebody is looking: what other browsers changed is worth a question.
  void ownSync.ring();
  return notes.all();
};

export async function setNote(
  { notes, now }: BackgroundContext,
  { note }: Requests['setNote']['in'],
): Promise<Requests['setNote']['out']> {
  await notes.put({ ...note, updatedAt: now() });
  return notes.all();
}

export async function importNotes(
  { notes, now }: BackgroundContext,
  { notes: more }: Requests['importNotes']['in'],
): Promise<Requests['importNotes']['out']> {
  // A time ahead of now would win over every later change.
  const added = await notes.merge(more.map((note) => ({ ...note, updatedAt: Math.min(note.updatedAt, now()) })));
  return { added, kept: more.length - added };
}
