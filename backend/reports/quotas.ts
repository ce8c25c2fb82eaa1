import { DAY, HOUR } from '#backend/platform/clock.ts';
import type { AccountTier } from '#shared/reports/reporter.ts';

/** Reports in an hour and in a day: of one person, by how established the account is; from one device; from one address. */
const QUOTAS = {
  reporter: {
    new: { hour: 5, day: 10 },
    middling: { hour: 15, day: 40 },
    established: { hour: 20, day: 60 },
  },
  device: { hour: 25, day: 80 },
  address: { hour: 60, day: 200 },
} as const;

/** One row that counts; `who` names reporter, device or address, `until` ends the window (ms). */
export interface QuotaRow {
  who: string;
  until: number;
  most: number;
}

export interface QuotaSubject {
  reporter: string;
  tier: AccountTier;
  /** Keyed hashes; null when unknown. */
  device: string | null;
  address: string | null;
}

/** The rows a report at `now` counts in. `factor` multiplies every quota, as it does rate limits. */
export function quotaRows({ reporter, tier, device, address }: QuotaSubject, now: number, factor: number): QuotaRow[] {
  const rows = (who: string, { hour, day }: { hour: number; day: number }): QuotaRow[] =>
    [
      { length: HOUR, most: hour },
      { length: DAY, most: day },
    ].map(({ length, most }) => ({
      // The length is part of the name: at midnight an hour and a day end together.
      who: `${who}/${length}`,
      until: now - (now % length) + length,
      most: Math.max(1, Math.round(most * factor)),
    }));
  return [
    ...rows(`reporter:${reporter}`, QUOTAS.reporter[tier]),
    ...(device === null ? [] : rows(`device:${device}`, QUOTAS.device)),
    ...(address === null ? [] : rows(`address:${address}`, QUOTAS.address)),
  ];
}
