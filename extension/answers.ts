/** Shapes of what the backend answers, whatever it is about. */

/** An answer about the account, or why there is none; `refused` also covers what a blocked account may not. */
export type AccountAnswer<T> = { state: 'ok'; value: T } | { state: 'expired' | 'unreachable' | 'refused' };

/** One page of a list of the backend; `next` is the cursor of the page after it. */
export interface Page<T> {
  items: T[];
  next: string | null;
}

/** An answer with the tag the backend knows it by; empty when it gave none. */
export interface Polled<T> {
  value: T;
  etag: string;
}
