import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { archiveFor } from '../src/provision/downloads-allowed.js';
import { prepareMachine } from '../src/provision/prepare-machine.js';
import { publishFolder } from '../src/provision/publish-folder.js';
import { runTool } from '../src/provision/run-tool.js';

const progress = (): void => undefined;

describe('publishFolder', () => {
  let parent: string;
  beforeEach(async () => (parent = await mkdtemp(join(tmpdir(), 'uvmkit-publish-'))));
  afterEach(() => rm(parent, { recursive: true }));

  const fillWith = (text: string) => (into: string) => writeFile(join(into, 'file'), text);

  test('puts the content in its place, readable by everybody', async () => {
    const folder = join(parent, 'deep', 'folder');
    await publishFolder(folder, fillWith('content'));
    expect(await readFile(join(folder, 'file'), 'utf8')).toBe('content');
    expect((await stat(folder)).mode & 0o777).toBe(0o755);
    expect(await readdir(join(parent, 'deep'))).toEqual(['folder']);
  });

  test('of two at the same time the first one stays, and nothing is left of the other', async () => {
    const folder = join(parent, 'folder');
    await publishFolder(folder, fillWith('first'));
    await publishFolder(folder, fillWith('second'));
    expect(await readFile(join(folder, 'file'), 'utf8')).toBe('first');
    expect(await readdir(parent)).toEqual(['folder']);
  });

  test('a failure half-way leaves nothing', async () => {
    const folder = join(parent, 'folder');
    const failing = async (into: string): Promise<void> => {
      await fillWith('half')(into);
      throw new Error('no more space');
    };
    await expect(publishFolder(folder, failing)).rejects.toThrow('no more space');
    expect(await readdir(parent)).toEqual([]);
  });
});

describe('downloads', () => {
  const { UVMKIT_NO_DOWNLOAD, PATH, UVMKIT_CACHE } = process.env;
  afterEach(() => {
    for (const [name, value] of Object.entries({ UVMKIT_NO_DOWNLOAD, PATH, UVMKIT_CACHE })) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });

  test('are refused by the option, with what is missing', async () => {
    await expect(archiveFor('a QEMU', '/nowhere', { download: false, progress })).rejects.toMatchObject({
      code: 'UVM_DOWNLOAD_REFUSED',
      data: { what: 'a QEMU' },
    });
  });

  test('are refused by the environment, before anything is touched', async () => {
    const cache = join(tmpdir(), 'uvmkit-never-made');
    Object.assign(process.env, { UVMKIT_NO_DOWNLOAD: '1', PATH: '', UVMKIT_CACHE: cache });
    await expect(prepareMachine({ download: true, progress })).rejects.toMatchObject({
      code: 'UVM_DOWNLOAD_REFUSED',
    });
    await expect(stat(cache)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('runTool', () => {
  test('gives status, output and whole lines as they come', async () => {
    const lines: string[] = [];
    const script =
      'process.stdout.write("a\\nb"); setTimeout(() => { console.log("c"); process.exit(3) }, 20)';
    const result = await runTool(process.execPath, ['-e', script], { onLine: (line) => lines.push(line) });
    expect({ ...result, lines }).toEqual({ status: 3, stdout: 'a\nbc\n', stderr: '', lines: ['a', 'bc'] });
  });

  test('a program that is not there rejects', async () => {
    await expect(runTool('/no/such/tool', [])).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
