/** One command of a shell script, and whether it runs only after a success. */
export interface ScriptStep {
  readonly line: string;
  readonly onlyAfterSuccess: boolean;
}

/** Cuts a script at `;`, line ends and `&&` outside of quotes. */
export const splitScript = (script: string): readonly ScriptStep[] => {
  const tokens = script.match(/'[^']*'|"(?:[^"\\]|\\.)*"|\\.|&&|[\s\S]/g) ?? [];
  const steps: ScriptStep[] = [];
  let line = '';
  let onlyAfterSuccess = false;
  const cut = (next: boolean): void => {
    if (line.trim() !== '') steps.push({ line, onlyAfterSuccess });
    line = '';
    onlyAfterSuccess = next;
  };
  for (const token of tokens) {
    if (token === ';' || token === '\n') cut(false);
    else if (token === '&&') cut(true);
    else line += token;
  }
  cut(false);
  return steps;
};
