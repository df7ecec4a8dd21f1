// Doc comments of generated types, enums and members.
const WIDTH = 110;

/** A comment of one line where it fits, otherwise of several; nothing for no text. */
export const docComment = (text, indent = '') => {
  if (text === '') return '';
  const line = `${indent}/** ${text} */`;
  if (line.length <= WIDTH) return `${line}\n`;
  return `${indent}/**\n${wrap(text, WIDTH - indent.length - 3)
    .map((part) => `${indent} * ${part}\n`)
    .join('')}${indent} */\n`;
};

const wrap = (text, width) => {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines[lines.length - 1];
    if (last !== '' && last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
};

const sentences = (...parts) => parts.filter(Boolean).map(sentence).join(' ');

const sentence = (text) => {
  const begun = /^[a-z]+[ ,;]/.test(text) ? text[0].toUpperCase() + text.slice(1) : text;
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
};

export const fieldDoc = (field, entry) =>
  sentences(field.meaning, unitOf(field), field.note && noteOf(field.note), sinceOf(field, entry));

/** A meaning of ours already says what the facts' remark says; a bare unit is always worth naming. */
const unitOf = ({ unit, meaning, name }) => {
  if (unit) return meaning ? undefined : unit;
  if (meaning) return undefined;
  if (/100ns$/.test(name)) return 'in units of 100 ns';
  if (/InMB$/.test(name)) return 'in MiB';
  if (/InPages$/.test(name)) return 'in pages of 4 KiB';
  if (/Bytes$/.test(name)) return 'in bytes';
  return undefined;
};

const noteOf = (note) =>
  note === 'microsoft/WSL'
    ? 'known from the WSL service'
    : note.replace('; microsoft/WSL', ', known from the WSL service');

const sinceOf = (field, entry) => {
  if (field.since) return `Since ${field.since}`;
  return field.origin === 'hcsshim' && entry.origin === 'both' ? 'Not documented by Microsoft' : undefined;
};

export const recordDoc = (entry) => {
  const documentedAs = entry.msName && entry.msName.replaceAll('_', '') !== entry.name;
  return sentences(
    entry.meaning,
    documentedAs && `Documented as ${entry.msName}`,
    entry.origin === 'hcsshim' && !entry.key.includes('.') && 'Not documented by Microsoft',
  );
};

export const enumDoc = (entry) => sentences(entry.meaning ?? `Listed values of ${entry.name}`);
