import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { notesToCsv, notesToJson, readNotes } from '#extension/notes/exchange.ts';
import { MAX_TAGS, type Note, noteSchema, readTags } from '#extension/notes/note.ts';
import { createNoteStore } from '#extension/notes/store.ts';
import { someone } from '#shared/match-history/fixture.ts';

const note = (account: number, change: Partial<Note> = {}): Note => ({
  steamId: someone(account),
  watched: true,
  trusted: false,
  text: '',
  tags: [],
  updatedAt: 1_000,
  ...change,
});

describe('notes', () => {
  const report = vi.fn();
  let store: ReturnType<typeof createNoteStore>;
  beforeEach(() => {
    report.mockClear();
    store = createNoteStore('notes-test', report);
  });
  afterEach(() => Dexie.delete('notes-test'));

  it('are kept, last changed first, and an empty one is none', async () => {
    await store.put(note(1));
    await store.put(note(2, { text: 'hi', watched: false, updatedAt: 2_000 }));
    expect((await store.all()).map(({ steamId }) => steamId)).toEqual([someone(2), someone(1)]);
    await store.put(note(1, { watched: false, text: '  ' }));
    expect(await store.all()).toHaveLength(1);
  });

  it('from elsewhere join them, the newer one stands', async () => {
    await store.put(note(1, { text: 'mine', updatedAt: 5_000 }));
    const taken = await store.merge([note(1, { text: 'older' }), note(2), note(3, { watched: false })]);
    expect(taken).toBe(1);
    expect((await store.all()).map(({ text }) => text)).toEqual(['mine', '']);
    expect(await store.merge([note(1, { text: 'newer', updatedAt: 6_000 })])).toBe(1);
  });
});

const noteArbitrary: fc.Arbitrary<Note> = fc
  .record({
    account: fc.integer({ min: 1, max: 4_000_000_000 }),
    name: fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }),
    watched: fc.boolean(),
    trusted: fc.boolean(),
    text: fc.oneof(fc.string(), fc.constantFrom('=1+1', '"a", b\r\nc', "'x", '-', '@sum', '')),
    tags: fc.uniqueArray(fc.stringMatching(/^[a-z][a-z ]{0,10}[a-z]$/), { maxLength: MAX_TAGS }),
    updatedAt: fc.integer({ min: 0, max: 4_000_000_000_000 }),
  })
  .map(({ account, tags, ...rest }) => ({
    ...rest,
    steamId: someone(account),
    tags: tags.map((tag) => tag.replace(/ +/g, ' ')).filter((tag, index, all) => all.indexOf(tag) === index),
  }));

describe('notes as a file', () => {
  it('come back as they were, from JSON and from CSV', () => {
    fc.assert(
      fc.property(fc.array(noteArbitrary, { maxLength: 8 }), (notes) => {
        expect(readNotes(notesToJson(notes))).toEqual({ notes, refused: [] });
        expect(readNotes(`\uFEFF${notesToCsv(notes)}`)).toEqual({ notes, refused: [] });
      }),
    );
  });

  it('hold no formula that a spreadsheet would compute', () => {
    const csv = notesToCsv([note(1, { name: '=HYPERLINK("x")', text: '+1', tags: ['a', 'b'] })]);
    expect(csv.split('\r\n')[1]).toBe(`${someone(1)},"'=HYPERLINK(""x"")",yes,no,a; b,'+1,1970-01-01T00:00:01.000Z`);
  });

  it('may have other columns, in any order, and say which rows are none', () => {
    const csv = 'Text,steamId\r\nhello,76561198000000001\r\nx,123\r\n';
    expect(readNotes(csv)).toEqual({
      notes: [{ steamId: '76561198000000001', watched: false, trusted: false, text: 'hello', tags: [], updatedAt: 0 }],
      refused: [2],
    });
    const json = JSON.stringify({ format: 'cstatsentry-notes', version: 1, notes: [note(1), { steamId: 'x' }] });
    expect(readNotes(json)).toEqual({ notes: [note(1)], refused: [2] });
  });

  it.each(['', 'hello', '{"a":1}', '{', 'a,b\r\n1,2', 'steamId,text\r\n1,"open'])(
    'are refused when they are none: %j',
    (text) => {
      expect(readNotes(text)).toBeUndefined();
    },
  );

  it('never throw, and give nothing but notes', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `steamId,${text}`),
        ),
        (text) => {
          for (const each of readNotes(text)?.notes ?? []) noteSchema.parse(each);
        },
      ),
    );
  });
});

describe('tags', () => {
  it('are read as typed', () => {
    expect(readTags(' wall,  Wall , wall;  spin   bot,, ')).toEqual(['wall', 'Wall', 'spin bot']);
    expect(readTags('"quoted", ok')).toEqual(['ok']);
    expect(readTags(Array.from({ length: 40 }, (_, index) => `t${index}`).join(','))).toHaveLength(MAX_TAGS);
  });
});
