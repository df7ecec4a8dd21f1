import type { Logger } from '@uvmkit/vmutils';

type Level = 'debug' | 'info' | 'warn' | 'error';

/** A logger that passes everything on and lets `hear` listen in. */
export const teeLogger = (logger: Logger, hear: (level: Level, message: string) => void): Logger => {
  const at =
    (level: Level) =>
    (message: string, fields?: object): unknown => {
      hear(level, message);
      return logger[level](message, fields);
    };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (fields) => teeLogger(logger.child(fields), hear),
    isDebugEnabled: () => true,
  };
};
