import { decodeGcsLogEntry } from '@uvmkit/gcs-log';
import { differenceBetween } from '../../lib/difference.mjs';
import { typedFields } from '../../lib/typed-value.mjs';

export const run = ({ input, expect }) => {
  const line = input.line ?? Buffer.from(input.line_base64, 'base64');
  const result = decodeGcsLogEntry(line, { compat: 'hcsshim' });
  if (!result.ok) {
    return differenceBetween(
      { ok: false, error_kind: result.problem },
      { ok: expect.ok, error_kind: expect.error_kind },
    );
  }
  const { level, message, time, fields } = result.entry;
  const got = { ok: true, level: level === 'warn' ? 'warning' : level, message, time };
  if (fields === undefined) got.fields_nil = true;
  else if (Object.keys(fields).length > 0) got.fields = typedFields(fields);
  return differenceBetween(got, expect);
};
