import { isVmNotAvailable, securityPolicyDigest } from '../src/index.js';
import { cases } from './fixture.js';

interface GoneCase {
  id: string;
  input: { code?: string; error: string; shape?: string };
  expect: { not_available: boolean };
}

const bareError = ({ code, error }: GoneCase['input']): Error | undefined => {
  if (error === 'nil') return undefined;
  const made = Object.assign(new Error(`${error} ${code ?? ''}`), code ? { hresult: Number(code) } : {});
  return error === 'ErrAlreadyClosed' ? Object.assign(made, { code: 'UVM_HCS_HANDLE_CLOSED' }) : made;
};

const shaped = (input: GoneCase['input']): unknown => {
  const bare = bareError(input);
  switch (input.shape) {
    case 'text-only':
      return new Error(bare?.message);
    case 'joined':
      return new AggregateError([new Error('another'), bare]);
    case 'double-wrapped':
      return new Error('outer', { cause: new Error('inner', { cause: bare }) });
    case 'bare':
    case undefined:
      return bare;
    default:
      return new Error(input.shape, { cause: bare });
  }
};

test.each(cases<GoneCase>('vm-not-available.jsonl'))('$id', ({ input, expect: expected }) => {
  expect(isVmNotAvailable(shaped(input), { compat: 'hcsshim' })).toBe(expected.not_available);
});

test.each([0x8037010e, 0x80370110, 0x80070490, -2143878898])(
  'HRESULT %p means gone by default',
  (hresult) => {
    expect(isVmNotAvailable({ data: { hresult } })).toBe(true);
    expect(isVmNotAvailable({ data: { hresult } }, { compat: 'hcsshim' })).toBe(false);
  },
);

test.each([undefined, null, 'gone', 5, {}, { code: 'ENOENT', errno: -2 }])(
  '%p does not mean gone',
  (error) => {
    expect(isVmNotAvailable(error)).toBe(false);
  },
);

test('a cause that is its own cause is no trap', () => {
  const error = new Error('loop');
  error.cause = error;
  expect(isVmNotAvailable(error)).toBe(false);
});

interface DigestCase {
  id: string;
  input: { policy?: string; policy_base64?: string };
  expect: { digest_hex: string | null; error: string | null };
}

test.each(cases<DigestCase>('policy-digest.jsonl'))('$id', ({ input, expect: expected }) => {
  const policy = input.policy ?? Buffer.from(input.policy_base64 ?? '', 'base64');
  if (expected.error === null) {
    expect(securityPolicyDigest(policy).toString('hex')).toBe(expected.digest_hex);
    return;
  }
  const index = Number(/byte (\d+)$/.exec(expected.error)?.[1]);
  expect(() => securityPolicyDigest(policy)).toThrow(
    expect.objectContaining({ code: 'UVM_POLICY_BASE64', data: { index } }),
  );
});
