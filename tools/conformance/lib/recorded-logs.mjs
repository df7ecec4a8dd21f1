const LEVELS = ['panic', 'fatal', 'error', 'warning', 'info', 'debug', 'trace'];

/** A logger that keeps what a logger with the case's threshold would have printed, in the corpora's spelling. */
export const recordedLogs = (threshold, typed) => {
  const logs = [];
  const at = (level) => (message, fields) => {
    if (LEVELS.indexOf(level) <= LEVELS.indexOf(threshold))
      logs.push({ level, message, fields: typed(fields) });
  };
  const logger = {
    debug: at('debug'),
    info: at('info'),
    warn: at('warning'),
    error: at('error'),
    child: () => logger,
  };
  return { logs, logger };
};

/** Fields whose integer types the case cannot show: `types` names them. */
export const typedAs = (types) => (fields) =>
  Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, { t: types[key] ?? 'string', v: String(value) }]),
  );
