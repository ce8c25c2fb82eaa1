import { useRef, useState } from 'preact/hooks';
import { engine } from '#extension/demos/engine.ts';
import { DemoState, useDemoName } from '#extension/demos/state.tsx';
import { useWords, When } from '#extension/ui/context.tsx';
import { Dialog } from '#extension/ui/dialog.tsx';
import { Icon } from '#extension/ui/icons.tsx';
import { send } from '#extension/ui/send.ts';
import { useToast } from '#extension/ui/toast.tsx';
import type { Demo } from '#shared/api/demos.ts';

/** One's own demo as the backend has it. */
export function DemoRow({ demo, onChange }: { demo: Demo; onChange: () => void }) {
  const words = useWords();
  const name = useDemoName()(demo);
  return (
    <li class="demo-row" data-state={demo.state}>
      <div class="demo-row-head">
        <a class="demo-name" href={`#/demos/${demo.id}`}>
          <bdi>{name}</bdi>
        </a>
        <span class="demo-buttons">
          <DeleteDemo demo={demo} name={name} onDeleted={onChange} />
        </span>
      </div>
      <DemoState demo={demo} />
      <p class="small muted">
        {demo.map !== null && demo.map !== name && `${demo.map} · `}
        {demo.file && `${words.t(`demos.source.${demo.source}`)} · `}
        <When time={demo.requestedAt} />
      </p>
      {demo.upload && <GoOn demo={demo} />}
    </li>
  );
}

/** Not in every browser, nor in the types of all. */
interface MayAsk {
  requestPermission?(how: { mode: 'read' }): Promise<string>;
}

/** An upload that was broken off: with the file again it goes on where it was. */
export function GoOn({ demo }: { demo: Demo }) {
  const words = useWords();
  const chooser = useRef<HTMLInputElement>(null);
  const [choose, setChoose] = useState(false);
  const goOn = async () => {
    const { pieces, uploads } = engine();
    const begun = await pieces.begun(demo.id).catch((error: unknown) => {
      console.warn('what is kept of the upload could not be read; the file is asked for', error);
      return undefined;
    });
    const { handle } = begun ?? {};
    if (handle) {
      try {
        const asks: FileSystemFileHandle & MayAsk = handle;
        if ((await asks.requestPermission?.({ mode: 'read' })) !== 'denied') {
          uploads.add([{ file: await handle.getFile(), handle, demoId: demo.id }]);
          return;
        }
      } catch (error) {
        console.warn('the file is not where it was', error);
      }
    }
    setChoose(true);
    chooser.current?.click();
  };
  return (
    <div class="demo-go-on">
      <button type="button" onClick={() => void goOn()}>
        {words.t('demos.goOn')}
      </button>
      {choose && (
        <span class="small" role="status">
          {words.t('demos.chooseAgain')}
        </span>
      )}
      <input
        ref={chooser}
        type="file"
        hidden
        aria-label={words.t('demos.chooseAgain')}
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file) engine().uploads.add([{ file, demoId: demo.id }]);
          currentTarget.value = '';
        }}
      />
    </div>
  );
}

/** Deletes a demo, after asking. */
export function DeleteDemo({ demo, name, onDeleted }: { demo: Demo; name: string; onDeleted: () => void }) {
  const words = useWords();
  const toast = useToast();
  const [asks, setAsks] = useState(false);
  const first = useRef<HTMLButtonElement>(null);
  const remove = async () => {
    setAsks(false);
    const answer = await send('removeDemo', { id: demo.id }).catch((error: unknown) => {
      console.warn('the demo was not deleted', error);
      return undefined;
    });
    // Gone already is gone.
    const gone = answer?.state === 'ok' || (answer?.state === 'refused' && answer.status === 404);
    if (!gone) return toast({ text: words.t('demos.delete.failed'), tone: 'warn' });
    const { pieces, uploads } = engine();
    for (const { key, demoId } of uploads.list) if (demoId === demo.id) uploads.dismiss(key);
    await pieces.forget(demo.id).catch((error: unknown) => console.warn('the upload was not forgotten', error));
    toast({ text: words.t('demos.deleted') });
    onDeleted();
  };
  const label = words.t('demos.delete', { name });
  return (
    <>
      <button type="button" class="icon-button" aria-label={label} title={label} onClick={() => setAsks(true)}>
        <Icon name="bin" />
      </button>
      {asks && (
        <Dialog
          title={words.t('demos.delete.title')}
          onClose={() => setAsks(false)}
          first={first}
          buttons={
            <>
              <button type="button" class="primary" ref={first} onClick={() => void remove()}>
                {words.t('demos.delete.yes')}
              </button>
              <button type="button" onClick={() => setAsks(false)}>
                {words.t('demos.delete.no')}
              </button>
            </>
          }
        >
          <p>{words.t('demos.delete.text', { name })}</p>
        </Dialog>
      )}
    </>
  );
}
