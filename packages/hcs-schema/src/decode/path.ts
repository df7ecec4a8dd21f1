const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The path of a member of the object at `path`. Entries of dictionaries are always quoted: `Scsi["0"]`. */
export const memberPath = (path: string, name: string, kind: 'member' | 'entry' = 'member'): string => {
  if (kind === 'entry' || !PLAIN_NAME.test(name)) return `${path}[${JSON.stringify(shortened(name))}]`;
  return path === '' ? name : `${path}.${name}`;
};

const LONGEST_NAME = 100;

const shortened = (name: string): string =>
  name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name;
