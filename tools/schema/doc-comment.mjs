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
  sentences(
    field.meaning,
    field.note?.includes('microsoft/WSL') && 'Known from the WSL service',
    sinceOf(field, entry),
  );

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

export const enumDoc = (entry) => sentences(entry.meaning);
