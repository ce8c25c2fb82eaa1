import { z } from 'zod';

/**
 * Words somebody typed: trimmed, `min` to `max` UTF-16 units long, valid Unicode, and without control characters other than
 * line breaks and tabs (a NUL ends strings in places, and escape codes do things in terminals that show logs).
 */
export function wordsSchema({ min = 0, max }: { min?: number; max: number }) {
  return z
    .string()
    .trim()
    .min(min)
    .max(max)
    .refine((text) => text.isWellFormed(), { error: 'not valid Unicode' })
    .refine((text) => !hasControlCharacter(text), { error: 'contains control characters' });
}

function hasControlCharacter(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if ((unit < 0x20 && unit !== 0x09 && unit !== 0x0a && unit !== 0x0d) || (unit >= 0x7f && unit < 0xa0)) return true;
  }
  return false;
}
