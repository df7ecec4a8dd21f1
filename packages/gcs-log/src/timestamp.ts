const FORM = /^(\d{4})-(\d\d)-(\d\d)T(\d{1,2}):(\d\d):(\d\d)(?:[.,](\d+))?(?:Z|([+-])(\d\d):(\d\d))$/;

const daysIn = (year: number, month: number): number => {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
};

/**
 * Brings a guest's time stamp into its one canonical form, or answers undefined if it is none.
 *
 * Accepted is what the guest's own time library reads: RFC 3339, also with a one-digit hour, a comma before the fraction,
 * and offsets up to 24 hours and 60 minutes. Canonical is a two-digit hour, a point, at most nine fraction digits without
 * trailing zeros (further ones are cut, not rounded), and `Z` for offset zero. The offset itself is kept.
 */
export const canonicalTimestamp = (text: string): string | undefined => {
  const found = FORM.exec(text);
  if (!found) return undefined;
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '', fraction = ''] = found;
  const [sign, offsetHours, offsetMinutes] = [found[8], Number(found[9] ?? 0), Number(found[10] ?? 0)];
  const inRange =
    Number(month) >= 1 &&
    Number(month) <= 12 &&
    Number(day) >= 1 &&
    Number(day) <= daysIn(Number(year), Number(month)) &&
    Number(hour) <= 23 &&
    Number(minute) <= 59 &&
    Number(second) <= 59 &&
    offsetHours <= 24 &&
    offsetMinutes <= 60;
  if (!inRange) return undefined;

  const digits = fraction.slice(0, 9).replace(/0+$/, '');
  const offset = offsetHours * 60 + offsetMinutes;
  const two = (value: number): string => String(value).padStart(2, '0');
  const zone = offset === 0 ? 'Z' : `${sign}${two(Math.floor(offset / 60))}:${two(offset % 60)}`;
  return `${year}-${month}-${day}T${hour.padStart(2, '0')}:${minute}:${second}${digits && `.${digits}`}${zone}`;
};

/**
 * Recognises plain UTC stamps such as `2024-03-05T08:00:00.123456789Z`, which is what a guest service writes.
 *
 * It runs for every entry. Most entries lie in the same second as the one before, which two comparisons of whole strings
 * find out faster than a look at each character.
 */
export class PlainTimestamps {
  /** The last second seen with its point, and the next text in lexical order that does not start with it. */
  #from = '.';
  #to = '.';

  accept(text: string): boolean {
    const last = text.length - 1;
    if (last < 21 || last > 29 || text.charCodeAt(last) !== 0x5a) return false;
    for (let i = 20; i < last; i++) {
      const code = text.charCodeAt(i);
      if (code < 0x30 || code > 0x39) return false;
    }
    return (text > this.#from && text < this.#to) || this.#learn(text);
  }

  #learn(text: string): boolean {
    if (text[19] !== '.' || canonicalTimestamp(text) === undefined) return false;
    // Joined letter by letter: a part of a string, or a sum of two, compares more slowly.
    const second = Array.from(text.slice(0, 19));
    this.#from = [...second, '.'].join('');
    this.#to = [...second, '/'].join('');
    return true;
  }
}

/**
 * Nanoseconds since 1970 of a record's time: what a `Date` cannot hold. Undefined if the text is no time stamp.
 *
 * @example timestampToNanoseconds('1970-01-01T00:00:01.5Z') // 1500000000n
 */
export const timestampToNanoseconds = (text: string): bigint | undefined => {
  const found = FORM.exec(canonicalTimestamp(text) ?? '');
  if (!found) return undefined;
  const [, year, month, day, hour, minute, second, fraction = ''] = found;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  date.setUTCHours(Number(hour), Number(minute), Number(second));
  const offset =
    (Number(found[9] ?? 0) * 60 + Number(found[10] ?? 0)) * (found[8] === '-' ? -60_000 : 60_000);
  return BigInt(date.getTime() - offset) * 1_000_000n + BigInt(fraction.padEnd(9, '0'));
};
