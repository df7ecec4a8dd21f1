import { basename } from 'node:path';
import { openNative, type Native } from '../src/calls/native.js';
import { windowsProcesses } from '../src/facts/windows-processes.js';
import { createHostFacts, inspectHost } from '../src/index.js';
import { onWindows } from './support/on-windows.js';

onWindows("facts from Windows' own libraries", () => {
  const facts = createHostFacts();
  let native: Native;
  beforeAll(async () => {
    native = await openNative();
  });

  test('the version has a build', async () => {
    const { major, build } = await facts.osVersion();
    expect(major).toBe(10);
    expect(build).toBeGreaterThan(10_000);
  });

  test('the machine has an architecture', async () => {
    expect(['x64', 'arm64']).toContain(await facts.machineArchitecture());
  });

  test('the process list has this process, by the name of its program', async () => {
    const own = (await windowsProcesses(native).processes()).find(({ pid }) => pid === process.pid);
    expect(own?.name.toLowerCase()).toBe(basename(process.execPath).toLowerCase());
  });

  test('this process has an account', async () => {
    const { name, domain } = await windowsProcesses(native).accountOf(process.pid);
    expect(name).not.toBe('');
    expect(typeof domain).toBe('string');
  });

  test('this process takes memory', async () => {
    const { workingSetBytes, peakWorkingSetBytes } = await facts.processMemory(process.pid);
    expect(workingSetBytes).toBeGreaterThan(1_000_000);
    expect(peakWorkingSetBytes).toBeGreaterThanOrEqual(Number(workingSetBytes));
  });

  test('a process that is not there is an error with its number', async () => {
    await expect(facts.processMemory(0x7fff_fffc)).rejects.toMatchObject({
      code: 'UVM_NATIVE_CALL_FAILED',
      data: { win32Error: 87 },
    });
  });

  test('no process holds the memory of a VM that does not exist', async () => {
    await expect(facts.lookupVmmem('7c1f7a4e-6c2b-4f0f-9f7e-0a8f3c7d2b11')).rejects.toMatchObject({
      code: 'UVM_VM_MEMORY_PROCESS_NOT_FOUND',
    });
  });

  test('the machine is looked at, and every finding is a value or an error', async () => {
    const findings = await inspectHost();
    expect(findings.osVersion).toMatchObject({ value: { major: 10 } });
    expect(findings.isAdministrator).toEqual({ value: expect.any(Boolean) });
    expect(findings.isHyperVAdministrator).toEqual({ value: expect.any(Boolean) });
    expect(findings.seesVirtualization).toEqual({ value: expect.any(Boolean) });
    expect(findings.service).toEqual({ value: expect.any(String) });
  });
});
