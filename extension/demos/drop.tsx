import { useEffect, useState } from 'preact/hooks';
import type { UploadJob } from '#extension/demos/upload.ts';
import { useWords } from '#extension/ui/context.tsx';
import { Icon } from '#extension/ui/icons.tsx';
import './drop.css';

const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;

/** Not in every browser, nor in the types of all. */
interface WithHandle {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}

/** The files that were let go, with what leads back to them where the browser gives such a thing. */
async function filesOf({ items }: DataTransfer): Promise<UploadJob[]> {
  // Everything is taken hold of before the first await: afterwards the event has nothing any more.
  const held = [...items]
    .filter(({ kind }) => kind === 'file')
    .map((item) => {
      const ask: DataTransferItem & WithHandle = item;
      // Without a handle a file can be sent all the same, only not taken up again after the page was closed.
      const handle = ask.getAsFileSystemHandle?.().catch((error: unknown) => {
        console.warn('a dropped file gave no handle', error);
        return null;
      });
      return { file: item.getAsFile(), handle };
    });
  const jobs = held.map(async ({ file, handle }): Promise<UploadJob[]> => {
    const found = await handle;
    // A folder comes as a file without bytes.
    if (!file || found?.kind === 'directory') return [];
    return [{ file, ...(found instanceof FileSystemFileHandle && { handle: found }) }];
  });
  return (await Promise.all(jobs)).flat();
}

/** Takes demos that are dropped anywhere on the app. `able`: whether there is a backend to bring them to. */
export function DemoDrop({ able }: { able: boolean }) {
  const words = useWords();
  const [over, setOver] = useState(false);
  useEffect(() => {
    // Elements that are entered are told before those that are left.
    let depth = 0;
    const enter = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth += 1;
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const move = (event: DragEvent) => {
      // Otherwise the browser would open the file in place of the app.
      if (carriesFiles(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      depth = 0;
      setOver(false);
      if (!carriesFiles(event) || event.defaultPrevented || !event.dataTransfer) return;
      event.preventDefault();
      location.hash = '#/demos';
      if (!able) return;
      Promise.all([filesOf(event.dataTransfer), import('#extension/demos/engine.ts')]).then(
        ([jobs, { addFiles }]) => addFiles(jobs),
        (error: unknown) => console.error('what was dropped could not be read', error),
      );
    };
    const until = new AbortController();
    const { signal } = until;
    addEventListener('dragenter', enter, { signal });
    addEventListener('dragleave', leave, { signal });
    addEventListener('dragover', move, { signal });
    addEventListener('drop', drop, { signal });
    return () => until.abort();
  }, [able]);
  if (!over) return null;
  return (
    <div class="demo-over" aria-hidden="true">
      <p>
        <Icon name="download" />
        {words.t(able ? 'demos.over' : 'demos.over.unable')}
      </p>
    </div>
  );
}
