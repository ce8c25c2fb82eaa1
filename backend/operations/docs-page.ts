import { html } from 'hono/html';
import type { Endpoint } from '#backend/platform/endpoint.ts';

const STYLE = `
  :root { color-scheme: light dark; --line: #8884; --soft: #8881; }
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 56rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
  h1 { font-size: 1.6rem; } h2 { font-size: 1.05rem; margin: 0; font-family: ui-monospace, monospace; }
  article { border: 1px solid var(--line); border-radius: 8px; margin: 1rem 0; padding: 1rem; }
  pre { background: var(--soft); overflow: auto; max-height: 24rem; padding: .75rem; border-radius: 6px; font-size: .85rem; }
  summary { cursor: pointer; } b { display: inline-block; min-width: 3.2rem; }
`;

type Operation = {
  parameters?: unknown[];
  requestBody?: { content: Record<string, { schema: unknown }> };
  responses: Record<string, { content?: Record<string, { schema: unknown }> }>;
};

/** Text with its `code` marked up. */
const prose = (text: string) => text.split('`').map((part, index) => (index % 2 ? html`<code>${part}</code>` : part));

const schemaBlock = (title: string, schema: unknown) => html`
  <details><summary>${title}</summary><pre>${JSON.stringify(schema, null, 2)}</pre></details>`;

/** The OpenAPI document as a page without scripts; `nonce` lets its style sheet past the content security policy. */
export function docsPage(
  document: { paths: Record<string, Record<string, unknown>> },
  endpoints: readonly Endpoint[],
  nonce: string,
): string {
  const articles = endpoints.map(({ method, path, summary, description, params, query, body, response, problems }) => {
    const operation = document.paths[path]?.[method] as Operation | undefined;
    return html`<article>
      <h2><b>${method.toUpperCase()}</b> ${path}</h2>
      <p><strong>${summary}.</strong> ${prose(description)}</p>
      ${problems.length > 0 ? html`<p>Problems beside 400, 429 and 500: ${problems.join(', ')}</p>` : ''}
      ${params || query ? schemaBlock('Parameters', operation?.parameters) : ''}
      ${body ? schemaBlock('Request body', operation?.requestBody?.content['application/json']?.schema) : ''}
      ${response ? schemaBlock('Response', operation?.responses['200']?.content?.['application/json']?.schema) : ''}
    </article>`;
  });
  return String(html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>CStatSentry API</title>
<style nonce="${nonce}">${STYLE}</style></head>
<body>
<h1>CStatSentry API</h1>
<p>Errors are <code>application/problem+json</code> with a <code>code</code> to switch on and a <code>requestId</code>.
Times are milliseconds since 1970. Machine-readable: <a href="/openapi.json">/openapi.json</a>.</p>
<main>${articles}</main>
</body></html>`);
}
