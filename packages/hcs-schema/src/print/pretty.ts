const INDENT = '  ';
const READABLE = /\\(?:u003c|u003e|u0026|u2028|u2029|.)/g;

/** Spreads compact JSON over lines, and writes `<`, `>` and `&` as they are. */
export const pretty = (text: string): string => {
  let out = '';
  let depth = 0;
  const newLine = (): string => `\n${INDENT.repeat(depth)}`;
  for (const [token] of text.matchAll(TOKENS)) {
    switch (token) {
      case '{':
      case '[':
        depth += 1;
        out += token + newLine();
        break;
      case '}':
      case ']':
        depth -= 1;
        out += newLine() + token;
        break;
      case ',':
        out += token + newLine();
        break;
      case ':':
        out += ': ';
        break;
      default:
        out += token.startsWith('"') ? readable(token) : token;
    }
  }
  return out;
};

/** Strings, empty objects and lists, punctuation, and whatever else lies between. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|\{\}|\[\]|[{}[\],:]|[^"{}[\],:]+/g;

const readable = (quoted: string): string =>
  quoted.replace(READABLE, (escape) => (escape.length > 2 ? (JSON.parse(`"${escape}"`) as string) : escape));
