/** Markup that is safe to send: made only by `html` and `scriptJson`. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

type Part = Markup | string | number | false | undefined | readonly Part[];

function render(part: Part): string {
  if (part instanceof Markup) return part.text;
  if (part === false || part === undefined) return '';
  if (Array.isArray(part)) return part.map(render).join('');
  return escapeText(String(part));
}

/** Template whose values are text unless they are markup already: `html\`<b>${name}</b>\`` shows the name, whatever is in it. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  return new Markup(strings.reduce((out, piece, i) => out + render(parts[i - 1]) + piece));
}

/** A value as a JavaScript literal inside a script element: valid JSON in which no `<` can end the element. */
export function scriptJson(value: unknown): Markup {
  return new Markup(
    JSON.stringify(value)
      .replace(/</g, '\\u003C')
      .replace(/\u2028/g, '\\u2028')
      .replace(/\u2029/g, '\\u2029')
      .replace(/\//g, '\\/'),
  );
}
