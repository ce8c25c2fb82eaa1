/** For the one case in which a person at Steam comes back and nobody knows to whom: in their language, without any style. */
export function lostPage(acceptLanguage: string): string {
  const german = /^\s*de\b/i.test(acceptLanguage);
  const [lang, title, text] = german
    ? [
        'de',
        'Diese Anmeldung gilt nicht mehr',
        'Sie wurde schon benutzt oder ist zu alt. Schließ dieses Fenster und melde dich in der Erweiterung noch einmal an.',
      ]
    : [
        'en',
        'This sign-in is no longer valid',
        'It was used before or is too old. Close this window and sign in again from the extension.',
      ];
  return `<!doctype html><html lang="${lang}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><h1>${title}</h1><p>${text}</p></html>`;
}
