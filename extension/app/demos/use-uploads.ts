import { useEffect, useState } from 'preact/hooks';
import { engine } from '#extension/demos/engine.ts';
import type { Upload } from '#extension/demos/upload.ts';
import type { Uploads } from '#extension/demos/uploads.ts';

/** The uploads of this page, as they are now. */
export function useUploads(): { uploads: Uploads; list: readonly Upload[] } {
  const { uploads } = engine();
  const [list, setList] = useState(uploads.list);
  useEffect(() => {
    const renew = () => setList(uploads.list);
    // What changed between drawing and listening.
    renew();
    return uploads.subscribe(renew);
  }, [uploads]);
  return { uploads, list };
}
