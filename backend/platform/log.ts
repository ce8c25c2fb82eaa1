/** Severity, lowest first; `LOG_LEVEL` names the lowest that is written. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What a line may carry besides its event name. Never tokens, keys, addresses, device prints or request bodies. */
type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface Log {
  /** Whether lines of this level are written: lets a hot path skip building one. */
  enabled(level: Exclude<LogLevel, 'silent'>): boolean;
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

/** JSON lines: `{"time","level","event",…fields}`. `write` gets one line without its end. */
export function createLog(level: LogLevel, write: (line: string) => void = console.log): Log {
  const lowest = LOG_LEVELS.indexOf(level);
  const line =
    (of: Exclude<LogLevel, 'silent'>) =>
    (event: string, fields: LogFields = {}) => {
      if (LOG_LEVELS.indexOf(of) < lowest) return;
      write(JSON.stringify({ time: new Date().toISOString(), level: of, event, ...fields }));
    };
  return {
    enabled: (of) => LOG_LEVELS.indexOf(of) >= lowest,
    debug: line('debug'),
    info: line('info'),
    warn: line('warn'),
    error: line('error'),
  };
}

/** Name and message of anything thrown, with secrets in URLs (`key=…`) blanked. */
export function errorText(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.replace(/([?&](?:key|authToken|steamidkey|knowncode)=)[^&\s]+/gi, '$1***').slice(0, 500);
}
