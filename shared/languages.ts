/** Languages there are words in, as BCP 47 tags; English is what everybody else gets. */
export const LANGUAGES = ['en', 'de', 'ru', 'pt-BR', 'es', 'fr', 'pl', 'tr', 'zh-CN'] as const;
export type Language = (typeof LANGUAGES)[number];
