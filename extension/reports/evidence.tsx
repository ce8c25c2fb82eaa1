import { useId, useState } from 'preact/hooks';
import type { ReportEvidence } from '#extension/reports/report.ts';
import { useWords } from '#extension/ui/context.tsx';
import { Icon } from '#extension/ui/icons.tsx';
import type { Translator } from '#extension/words/translator.ts';

/** Most pieces of evidence one report takes. */
const MOST = 5;
/** As it stands in Steam's links as well: `steam://rungame/730/…/+csgo_download_match%20CSGO-…`. */
const CODE = /CSGO(?:-[A-Za-z0-9]{5}){5}/;
const LAST_TICK = 10_000_000;

/** What was pasted as evidence: a share code, also within a link, or an address of the web. The backend looks closer. */
export function readEvidence(text: string, tick: string): ReportEvidence | undefined {
  const [code] = CODE.exec(text) ?? [];
  if (code !== undefined) {
    if (tick.trim() === '') return { kind: 'share-code', code };
    const at = Number(tick);
    return Number.isInteger(at) && at >= 0 && at <= LAST_TICK ? { kind: 'demo-tick', code, tick: at } : undefined;
  }
  const url = URL.parse(text.trim());
  const plain = url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  return plain && url.href.length <= 500 ? { kind: 'link', url: url.href } : undefined;
}

export function evidenceText(words: Translator, piece: ReportEvidence): string {
  if (piece.kind === 'link') return piece.url;
  if (piece.kind === 'share-code') return words.t('report.evidence.code', { code: piece.code });
  return words.t('report.evidence.codeTick', { code: piece.code, tick: piece.tick });
}

interface EvidenceFieldProps {
  evidence: readonly ReportEvidence[];
  /** What is typed and not added yet. */
  typed: { text: string; tick: string };
  /** Something in it is wrong. */
  wrong: boolean;
  onType: (typed: { text: string; tick: string }) => void;
  onChange: (evidence: ReportEvidence[]) => void;
}

/** One field that takes a share code or a link, and what was added so far. */
export function EvidenceField({ evidence, typed, wrong: refused, onType, onChange }: EvidenceFieldProps) {
  const words = useWords();
  const id = useId();
  const [mistaken, setMistaken] = useState(false);
  const { text, tick } = typed;
  const add = () => {
    const piece = readEvidence(text, tick);
    setMistaken(!piece);
    if (!piece) return;
    onChange([...evidence, piece]);
    onType({ text: '', tick: '' });
  };
  const wrong = refused || mistaken;
  return (
    <div class="report-field">
      <label for={`${id}-text`}>{words.t('report.evidence')}</label>
      {evidence.length > 0 && (
        <ul class="report-evidence">
          {evidence.map((piece, index) => {
            const what = evidenceText(words, piece);
            return (
              <li key={`${index} ${what}`}>
                <span class="small">{what}</span>
                <button
                  type="button"
                  class="icon-button"
                  aria-label={words.t('report.evidence.remove', { what })}
                  title={words.t('report.evidence.remove', { what })}
                  onClick={() => onChange(evidence.filter((_, other) => other !== index))}
                >
                  <Icon name="close" />
                </button>
              </li>
            );
          })}
        </ul>
      )}
      {evidence.length < MOST && (
        <>
          <div class="report-add">
            <input
              id={`${id}-text`}
              type="text"
              autocomplete="off"
              spellcheck={false}
              maxLength={2_000}
              value={text}
              aria-invalid={wrong}
              aria-describedby={`${id}-hint`}
              onInput={(event) => {
                setMistaken(false);
                onType({ text: event.currentTarget.value, tick });
              }}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || event.isComposing) return;
                event.preventDefault();
                add();
              }}
            />
            <button type="button" disabled={text.trim() === ''} onClick={add}>
              {words.t('report.evidence.add')}
            </button>
          </div>
          {CODE.test(text) && (
            <label class="report-tick small">
              {words.t('report.evidence.tick')}
              <input
                type="text"
                inputMode="numeric"
                maxLength={8}
                value={tick}
                onInput={(event) => onType({ text, tick: event.currentTarget.value })}
              />
            </label>
          )}
        </>
      )}
      <p id={`${id}-hint`} class={wrong ? 'small report-error' : 'small muted'} role={wrong ? 'alert' : undefined}>
        {words.t(wrong ? 'report.error.evidence' : 'report.evidence.hint')}
      </p>
    </div>
  );
}
