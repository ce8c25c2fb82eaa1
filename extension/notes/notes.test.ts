import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { notesToCsv, notesToJson, readNotes } from '#extension/notes/exchange.ts';
import { linesOfEntries } from '#extension/notes/json-lines.ts';
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

const read = (notes: Note[]) => ({ state: 'read', notes, faults: [] });
const ID = someone(39_734_273);

describe('notes as a file', () => {
  it('come back as they were, from JSON and from CSV', () => {
    const unique = fc.uniqueArray(noteArbitrary, { maxLength: 8, selector: ({ steamId }) => steamId });
    fc.assert(
      fc.property(unique, (notes) => {
        expect(readNotes(notesToJson(notes))).toEqual(read(notes));
        expect(readNotes(`\uFEFF${notesToCsv(notes)}`)).toEqual(read(notes));
      }),
    );
  });

  it('hold no formula that a spreadsheet would compute', () => {
    const csv = notesToCsv([note(1, { name: '=HYPERLINK("x")', text: '+1', tags: ['a', 'b'] })]);
    expect(csv.split('\r\n')[1]).toBe(`${someone(1)},"'=HYPERLINK(""x"")",yes,no,a; b,'+1,1970-01-01T00:00:01.000Z`);
  });

  it('may have other columns, in any order', () => {
    expect(readNotes(`Text,rank,steamId\r\nhello,7,${ID}\r\n`)).toEqual(
      read([{ steamId: ID, watched: false, trusted: false, text: 'hello', tags: [], updatedAt: 0 }]),
    );
  });

  it('name each fault by its line and field', () => {
    const rows = [
      'steamId,name,watched,trusted,tags,text,updatedAt',
      `${ID},ok,yes,no,,"two\nlines",`,
      '7.65612E+16,,yes,,,,',
      '',
      `76561198000000002,,perhaps,,,,`,
      `76561198000000003,,,surely,,,`,
      `76561198000000004,,,,${'long '.repeat(20)},,`,
      `76561198000000005,,,,${Array.from({ length: 11 }, (_, index) => `t${index}`).join(';')},,`,
      `76561198000000006,,,,,${'x'.repeat(2_001)},`,
      `76561198000000007,,,,,,yesterday`,
      `76561198000000008,${'n'.repeat(201)},,,,,`,
      `${ID},again,yes,,,,`,
    ];
    const csv = readNotes(rows.join('\n'));
    expect(csv).toMatchObject({
      state: 'read',
      notes: [{ steamId: ID, text: 'two\nlines' }],
      faults: [
        { line: 4, field: 'steamId' },
        { line: 6, field: 'watched' },
        { line: 7, field: 'trusted' },
        { line: 8, field: 'tags' },
        { line: 9, field: 'tags' },
        { line: 10, field: 'text' },
        { line: 11, field: 'updatedAt' },
        { line: 12, field: 'name' },
        { line: 13, field: 'twice' },
      ],
    });
    const json = JSON.stringify(
      {
        format: 'cstatsentry-notes',
        version: 1,
        notes: [note(1), { steamId: 'x' }, 5, null, note(2, { text: '"}],{\n' }), note(1)],
      },
      undefined,
      1,
    );
    const lineWith = (text: string) => json.split('\n').findIndex((line) => line.includes(text)) + 1;
    expect(readNotes(json)).toMatchObject({
      notes: [note(1), note(2, { text: '"}],{\n' })],
      faults: [
        { line: lineWith('"x"') - 1, field: 'steamId' },
        { line: lineWith(' 5,'), field: 'steamId' },
        { line: lineWith('null'), field: 'steamId' },
        { line: json.split('\n').findLastIndex((line) => line.includes(someone(1))), field: 'twice' },
      ],
    });
  });

  it('say of a file that is none what it is instead', () => {
    const none = { state: 'not-ours' };
    for (const text of ['', 'hello', '{"a":1}', 'a,b\r\n1,2', '<html>"', '[]', 'null'])
      expect(readNotes(text)).toEqual(none);
    expect(readNotes('{\n"format": "cstatsentry-notes",\n')).toMatchObject({ state: 'broken' });
    expect(readNotes(`steamId,text\r\n${ID},ok\r\n1,"open\r\n\r\n`)).toEqual({ state: 'broken', line: 3 });
    expect(readNotes('{"format":"cstatsentry-notes","version":2,"entries":[]}')).toEqual({ state: 'newer' });
    const many = `steamId\n${`${ID}\n`.repeat(50_001)}`;
    expect(readNotes(many)).toEqual({ state: 'too-many' });
  });

  it('make nothing of what is hostile but text', () => {
    const text = '<img src=x onerror=alert(1)>\u202e\0';
    const hostile = `{"format":"cstatsentry-notes","version":1,"__proto__":{"polluted":1},"notes":[{"steamId":"${ID}",
      "__proto__":{"trusted":true},"constructor":1,"watched":true,"trusted":false,"text":${JSON.stringify(text)},"tags":[],"updatedAt":1}]}`;
    expect(readNotes(hostile)).toEqual(
      read([{ steamId: ID, watched: true, trusted: false, text, tags: [], updatedAt: 1 }]),
    );
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('never throw, and give nothing but notes', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `steamId,${text}`),
          fc.string().map((text) => `{"format":"cstatsentry-notes","version":1,"notes":[${text}]}`),
          fc.json().map((json) => `{"format":"cstatsentry-notes","version":1,"notes":[${json}]}`),
        ),
        (text) => {
          const file = readNotes(text);
          for (const each of file.state === 'read' ? file.notes : []) noteSchema.parse(each);
        },
      ),
    );
  });

  it('in JSON are found on their lines, however they are written', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { maxLength: 6 }), fc.integer({ min: 0, max: 3 }), (entries, indent) => {
        const text = JSON.stringify({ a: [1, { notes: [2] }], notes: entries, z: ['notes', [3]] }, undefined, indent);
        const lines = linesOfEntries(text, 'notes');
        expect(lines).toHaveLength(entries.length);
        if (indent === 0) expect(new Set(lines).size).toBeLessThanOrEqual(1);
        else expect(new Set(lines).size).toBe(entries.length);
      }),
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
