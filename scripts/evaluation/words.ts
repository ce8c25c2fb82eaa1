import { IntlMessageFormat } from 'intl-messageformat';
import en from '#extension/locales/card/en.json' with { type: 'json' };
import type { Contribution } from '#shared/score/assessment.ts';

const MESSAGES: ReadonlyMap<string, string> = new Map(Object.entries(en));

/** The number formats that messages of the extension may use; the extension's own cannot be loaded outside a browser. */
const FORMATS = {
  number: {
    pct: { style: 'unit', unit: 'percent', maximumFractionDigits: 1 },
    ratio: { minimumFractionDigits: 2, maximumFractionDigits: 2 },
  },
} as const;

/** The English sentence that the extension shows for a reason, or its key when there is none. */
export function sentenceOf(key: string, figures: Contribution['figures']): string {
  const message = MESSAGES.get(`reason.${key}`);
  return message === undefined ? key : String(new IntlMessageFormat(message, 'en', FORMATS).format(figures));
}
