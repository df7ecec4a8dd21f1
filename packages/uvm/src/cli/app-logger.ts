import type { Logger } from '@uvmkit/vmutils';
import type { Writable } from 'node:stream';

export const logLevels = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];

/** The app's logger. winston is loaded with the first message that is to be heard: most runs have none. */
export const createAppLogger = (level: LogLevel, stream: Writable): Logger => {
  const heard = new Set<LogLevel>(logLevels.slice(0, logLevels.indexOf(level) + 1));
  let loading: Promise<Logger> | undefined;
  const load = (): Promise<Logger> =>
    (loading ??= import('./winston-logger.js').then(({ createWinstonLogger }) =>
      createWinstonLogger(level, stream),
    ));

  const withFields = (common: object): Logger => {
    const at =
      (name: LogLevel) =>
      (message: string, fields?: object): void => {
        if (heard.has(name)) void load().then((logger) => logger[name](message, { ...common, ...fields }));
      };
    return {
      error: at('error'),
      warn: at('warn'),
      info: at('info'),
      debug: at('debug'),
      child: (fields) => withFields({ ...common, ...fields }),
      isDebugEnabled: () => heard.has('debug'),
    };
  };
  return withFields({});
};
