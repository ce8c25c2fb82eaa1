import { createServer } from 'node:http';

/** What came to the receiver that stands for Discord. */
export interface Received {
  path: string;
  /** Titles of the message's parts; a plain message has its text alone. */
  titles: string[];
  text: string;
  /** As it came. */
  body: unknown;
}

export interface Receiver {
  url: string;
  /** By path, in order. */
  received: Received[];
  /** Answers of the next calls, one each; 204 when there is none left. */
  answers: { status: number; headers?: Record<string, string> }[];
  stop(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const answers: Receiver['answers'] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      const message: { content?: string; embeds?: { title: string }[] } = JSON.parse(body);
      const titles = (message.embeds ?? []).map(({ title }) => title);
      received.push({ path: request.url ?? '', titles, text: message.content ?? '', body: message });
      const { status, headers } = answers.shift() ?? { status: 204 };
      response.writeHead(status, headers).end(status === 204 ? undefined : '{"message": "no"}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return {
    ...{ url: `http://127.0.0.1:${address.port}`, received, answers },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
