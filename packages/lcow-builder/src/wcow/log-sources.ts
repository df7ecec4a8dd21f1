const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/u;

/** Whether the guest's log service can read these: '', or base64 of JSON with `logConfig.sources`, a list of objects. */
export const isLogSources = (text: string): boolean => {
  if (text === '') return true;
  const packed = text.replace(/[\r\n]/gu, '');
  if (!BASE64.test(packed)) return false;
  try {
    const config: unknown = JSON.parse(Buffer.from(packed, 'base64').toString());
    const sources = member(member(config, 'logconfig'), 'sources');
    return Array.isArray(sources) && sources.every((source) => Array.isArray(member(source, 'providers')));
  } catch {
    return false;
  }
};

/** Names are read in any case. */
const member = (value: unknown, wanted: string): unknown => {
  if (typeof value !== 'object' || value === null) return undefined;
  const found = Object.entries(value).find(([name]) => name.toLowerCase() === wanted);
  return found?.[1] as unknown;
};
