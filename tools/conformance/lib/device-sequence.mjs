import { perform } from '@uvmkit/lcow-builder';
import { asCorpusJson } from './lcow.mjs';

/** Carries changes out one after the other, with the failures that a case asks for, and notes what was sent. */
export const sender = (failing = []) => {
  let sent = 0;
  return async (change) => {
    const requests = [];
    const failed = (error) => ({ error, requests });
    try {
      const result = await perform(change, async ({ to, request }) => {
        sent += 1;
        const fails = failing.includes(sent);
        requests.push({ to, request: JSON.parse(asCorpusJson(request)), ...(fails && { failed: true }) });
        if (fails) throw new Error('injected');
      });
      return { result, requests };
    } catch (error) {
      return failed(error);
    }
  };
};

/** Nothing when a failure says what the case wants, which may be its beginning and end only. */
export const failureDifference = (error, expect) => {
  const text = error.data?.reference;
  if (text === undefined) return `threw ${error.stack}`;
  const { errorPrefix, errorSuffix = '' } = expect;
  const fits =
    errorPrefix === undefined
      ? text === expect.error
      : text.startsWith(errorPrefix) && text.endsWith(errorSuffix);
  return fits ? undefined : `wanted ${expect.error ?? `${errorPrefix}…${errorSuffix}`}\n  got    ${text}`;
};
