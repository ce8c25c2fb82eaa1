import { send } from '#extension/ui/send.ts';

interface Api {
  runtime: { reload(): void };
  storage: { local: { clear(): Promise<void> } };
}

function deleteDatabase(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error ?? new Error(`${name} could not be deleted`));
    // Whoever has it open is asked to let go first; one that does not would keep us here for ever.
    request.onblocked = () => reject(new Error(`${name} is still in use`));
  });
}

/**
 * Ends the session with the backend, deletes every database, the settings and what pages remember, and starts the extension
 * anew. Rejects when something is left.
 */
export async function eraseEverything({ runtime, storage }: Api): Promise<void> {
  await send('stopHistory', {});
  await send('signOut', {});
  const databases = await indexedDB.databases();
  for (const { name } of databases) if (name) await deleteDatabase(name);
  await storage.local.clear();
  localStorage.clear();
  runtime.reload();
}
