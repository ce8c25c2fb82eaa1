import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import { boundedTime, createTranslator, type Translator } from '#extension/words/translator.ts';

/** What every component needs and none should fetch for itself: words and the time. */
interface UiContext {
  words: Translator;
  /** Epoch ms. */
  now: () => number;
}

const Context = createContext<UiContext>({ words: createTranslator({ locale: 'en', messages: {} }), now: Date.now });
export const UiProvider = Context.Provider;

export function useWords(): Translator {
  return useContext(Context).words;
}

/** The time in ms, renewed every half minute so that "3 minutes ago" stays true. */
export function useNow(): number {
  const { now } = useContext(Context);
  const [time, setTime] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => setTime(now()), 30_000);
    return () => clearInterval(timer);
  }, [now]);
  return time;
}

/** A time in ms for the `datetime` of a `time` element. */
export function isoTime(time: number): string {
  return new Date(boundedTime(time)).toISOString();
}

/** A time as distance, with the exact one in its title and for machines. */
export function When({ time }: { time: number }) {
  const words = useWords();
  const now = useNow();
  return (
    <time dateTime={isoTime(time)} title={words.date(time)}>
      {words.ago(time, now)}
    </time>
  );
}
