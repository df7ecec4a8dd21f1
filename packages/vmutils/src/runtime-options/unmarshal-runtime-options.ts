import { fromBinary, type DescMessage } from '@bufbuild/protobuf';
import { reflect } from '@bufbuild/protobuf/reflect';
import { errors } from '../errors.js';
import { OPTIONS, OTHER_MESSAGES } from './message-types.js';
import { optionsSchema } from './options-schema.js';
import type { RuntimeOptions } from './runtime-options.js';
import { sortFields } from './wire.js';

/** A protobuf `Any`: some message, and the name of its type. */
export interface AnyMessage {
  /** The part behind the last slash names the type. */
  readonly typeUrl: string;
  readonly value: Uint8Array;
}

/** Why options could not be read. */
export type RuntimeOptionsProblem = 'unknown-type' | 'wrong-type' | 'malformed' | 'invalid-utf8';

/**
 * Reads the options that containerd passes to a Windows shim. No message at all gives the defaults; an empty one without a
 * type is an error.
 *
 * @throws UVM_RUNTIME_OPTIONS with `problem` as a `RuntimeOptionsProblem`. The content is looked at before its type is
 *   compared, so that broken content of another known type is `malformed`.
 */
export const unmarshalRuntimeOptions = (message: AnyMessage | undefined): RuntimeOptions => {
  if (!message) return decode(new Uint8Array(0), new Uint8Array(0));

  const typeName = message.typeUrl.slice(message.typeUrl.lastIndexOf('/') + 1);
  const type = [OPTIONS, ...OTHER_MESSAGES].find(({ name }) => name === typeName);
  if (!type) throw failure('unknown-type', message);
  const sorted = sortFields(message.value, type);
  if (typeof sorted === 'string') throw failure(sorted, message);
  if (type !== OPTIONS) throw failure('wrong-type', message);
  return decode(sorted.known, sorted.unknown);
};

const failure = (problem: RuntimeOptionsProblem, { typeUrl }: AnyMessage): Error =>
  errors.UVM_RUNTIME_OPTIONS(`${DETAILS[problem]} The type is "${typeUrl}".`, { problem, typeUrl });

const DETAILS: Readonly<Record<RuntimeOptionsProblem, string>> = {
  'unknown-type': 'The type is not known.',
  'wrong-type': 'The message is of another type.',
  malformed: 'The bytes are no protobuf message.',
  'invalid-utf8': 'A text in it is not UTF-8.',
};

const schema: DescMessage = optionsSchema();

const decode = (known: Uint8Array, unknownFields: Uint8Array): RuntimeOptions => {
  const message = reflect(schema, fromBinary(schema, known));
  const value = (number: number): unknown => {
    const field = message.fields.find((one) => one.number === number);
    return field && message.get(field);
  };
  const isSet = (number: number): boolean =>
    message.fields.some((one) => one.number === number && message.isSet(one));
  return {
    debug: value(1) as boolean,
    debugType: value(2) as number,
    registryRoot: value(3) as string,
    sandboxImage: value(4) as string,
    sandboxPlatform: value(5) as string,
    sandboxIsolation: value(6) as number,
    bootFilesRootPath: value(7) as string,
    vmProcessorCount: value(8) as number,
    vmMemorySizeInMb: value(9) as number,
    gpuVhdPath: value(10) as string,
    scaleCpuLimitsToSandbox: value(11) as boolean,
    defaultContainerScratchSizeInGb: value(12) as number,
    defaultVmScratchSizeInGb: value(13) as number,
    shareScratch: value(14) as boolean,
    ncProxyAddr: value(15) as string,
    logLevel: value(16) as string,
    ioRetryTimeoutInSec: value(17) as number,
    defaultContainerAnnotations: new Map(value(18) as Iterable<[string, string]>),
    noInheritHostTimezone: value(19) as boolean,
    scrubLogs: isSet(20) ? (value(20) as boolean) : undefined,
    unknownFields,
  };
};
