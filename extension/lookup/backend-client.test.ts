import { describe, expect, it } from 'vitest';
import { createBackOff } from '#extension/lookup/back-off.ts';
import { createBackendClient } from '#extension/lookup/backend-client.ts';

describe('a backend that was changed while a request to the old one was under way', () => {
  it('is not left alone for what the old one did', async () => {
    let address = 'http://old.example';
    let fail: (error: Error) => void = () => undefined;
    const backOff = createBackOff({
      load: async () => undefined,
      save: async () => undefined,
      now: () => 1_000,
      random: () => 0,
    });
    const client = createBackendClient({
      url: async () => address,
      backOff,
      now: () => 1_000,
      fetch: (input) =>
        String(input).startsWith('http://old.example')
          ? new Promise((_, reject) => {
              fail = reject;
            })
          : Promise.resolve(Response.json({ status: 'ok', version: '1' })),
    });
    const old = client.health();
    // The request is out once the microtasks before it have run.
    await new Promise((resolve) => setImmediate(resolve));
    address = 'http://new.example';
    fail(new TypeError('refused'));
    await expect(old).rejects.toMatchObject({ kind: 'unreachable' });
    expect(await backOff.pause('backend')).toBeUndefined();
    await expect(client.health()).resolves.toBeUndefined();
  });

  it('is left alone for what it did itself', async () => {
    const backOff = createBackOff({
      load: async () => undefined,
      save: async () => undefined,
      now: () => 1_000,
      random: () => 0,
    });
    const client = createBackendClient({
      url: async () => 'http://only.example',
      backOff,
      now: () => 1_000,
      fetch: () => Promise.reject(new TypeError('refused')),
    });
    await expect(client.health()).rejects.toMatchObject({ kind: 'unreachable' });
    expect(await backOff.pause('backend')).toMatchObject({ kind: 'unreachable' });
  });
});
