import type { UvmError } from '@uvmkit/vmutils';
import { describeFailure, formatFailure } from '../src/cli/describe-failure.js';
import { errors } from '../src/errors.js';

const bootFailure = (cause: unknown): UvmError =>
  errors.UVM_BOOT_FAILED(
    'It failed in the step "create".',
    { step: 'create', console: ['BUG'], log: [] },
    { cause },
  );

describe('describeFailure', () => {
  test('takes code and remedy from the innermost known error, and evidence from the failed start', () => {
    const inner = errors.UVM_BOOT_FILES_MISSING('/nowhere', {}, { cause: new Error('ENOENT') });
    const report = describeFailure(bootFailure(inner));
    expect(report).toMatchObject({ code: 'UVM_BOOT_FILES_MISSING', remedy: inner.remedy, console: ['BUG'] });
    expect(report.causes.map(({ code }) => code)).toEqual([
      'UVM_BOOT_FAILED',
      'UVM_BOOT_FILES_MISSING',
      'UVM_INTERNAL',
    ]);
  });

  test('an unknown failure says so', () => {
    expect(describeFailure('boom')).toMatchObject({ code: 'UVM_INTERNAL', message: 'boom' });
  });

  test('a chain that bites its tail ends', () => {
    const loop = new Error('loop');
    loop.cause = loop;
    expect(describeFailure(loop).causes).toHaveLength(1);
  });

  test('people read the cause with its code, what to do, and the last console lines', () => {
    const text = formatFailure(describeFailure(bootFailure(errors.UVM_BOOT_FILES_MISSING())));
    expect(text).toContain('[UVM_BOOT_FILES_MISSING]');
    expect(text).toContain('uvm image build');
    expect(text).toContain('  BUG');
    expect(text).not.toContain('last log records');
  });
});
