import type { Shape } from './shape.js';
import { isText, text } from './strings.js';

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

const isDateTime = (value: unknown): value is string => isText(value) && RFC_3339.test(value);

/** The reference holds times to the nanosecond and prints no trailing zeros; UTC is `Z`. */
const asReference = (value: string): string =>
  value.replace(/[+-]00:00$/, 'Z').replace(/\.(\d{1,9})\d*/, (_, digits: string) => {
    const kept = digits.replace(/0+$/, '');
    return kept === '' ? '' : `.${kept}`;
  });

/** A time as RFC 3339 text, kept as text so that no fraction of a second is lost. */
export const dateTime: Shape<string> = {
  ...text,
  accepts: isDateTime,
  explain: (value, path, report) => {
    if (!isText(value)) text.explain(value, path, report);
    else if (!isDateTime(value)) report.badFormat(path, 'a time as RFC 3339 has it', value);
  },
  write: (value, compat, depth) =>
    text.write(compat && isDateTime(value) ? asReference(value) : value, compat, depth),
  dropsEmpty: false,
  emptyText: '"0001-01-01T00:00:00Z"',
  jsonSchema: () => ({ type: 'string', pattern: RFC_3339.source.replaceAll('?:', '') }),
};
