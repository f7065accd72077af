import type { LoggerService } from '@backstage/backend-plugin-api';

/** Only what went wrong is told; it goes beside the figures, to stderr. */
export const quietLogger: LoggerService = {
  error: (message, meta) => tell('error', message, meta),
  warn: (message, meta) => tell('warn', message, meta),
  info: () => {},
  debug: () => {},
  child: () => quietLogger,
};

function tell(level: string, message: string, meta: unknown): void {
  const detail = meta instanceof Error ? ` ${meta.stack}` : '';
  process.stderr.write(`${level}: ${message}${detail}\n`);
}
