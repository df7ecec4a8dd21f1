import { createFrameParser, encodeFrame, gcsPorts, messageTypes, nullGuid } from '@uvmkit/gcs-bridge';
import { createMultiplexer, createStreamPair } from '@uvmkit/vsock';
import type { GuestClock } from '../clock.js';
import type { ProcessLauncher } from '../process/process-launcher.js';
import { serveGuest } from '../serve-guest.js';

const bootArguments = '-e 1 /bin/vsockexec -e 109 /bin/gcs -v4 -log-format json -loglevel debug'.split(' ');
const [stdoutPort, stderrPort] = [gcsPorts.firstStdio, gcsPorts.firstStdio + 1];
const vm = { ContainerId: nullGuid, ActivityId: nullGuid };

const processParameters = {
  CommandArgs: ['true'],
  WorkingDirectory: '/',
  Environment: {},
  CreateStdOutPipe: true,
  CreateStdErrPipe: true,
};

const executeTrue = {
  ...vm,
  Settings: {
    ProcessParameters: JSON.stringify(processParameters),
    VsockStdioRelaySettings: { StdOut: stdoutPort, StdErr: stderrPort },
  },
};

/**
 * Holds the whole conversation once, from greeting to a process's end, with a host in this process. What it touches is
 * compiled afterwards: a template that is saved then has clones that answer their host's first requests sooner.
 */
export const rehearse = async (launcher: ProcessLauncher, clock: GuestClock): Promise<void> => {
  const [hostEnd, guestEnd] = createStreamPair();
  const host = createMultiplexer({ stream: hostEnd, role: 'host', hello: { timeNs: '0', hostname: '' } });
  const guest = createMultiplexer({ stream: guestEnd, role: 'guest', hello: { agentVersion: '' } });
  const ports = [gcsPorts.entropy, gcsPorts.log, gcsPorts.bridge, stdoutPort, stderrPort];
  const [entropy, log, bridge, ...stdio] = await Promise.all(ports.map((port) => host.listen(port)));
  const machine = { addEntropy: () => undefined, powerOff: () => undefined };
  const server = serveGuest({ sockets: guest, bootArguments, launcher, machine, clock });
  try {
    (await entropy!.accept()).resume().end(Buffer.alloc(512));
    (await log!.accept()).resume();
    const stream = await bridge!.accept();
    const parser = createFrameParser();
    const answers = stream.iterator({ destroyOnReturn: false });
    const ask = async (type: number, request: object): Promise<Record<string, unknown>> => {
      stream.write(encodeFrame(type, 1n, JSON.stringify(request)));
      for (;;) {
        const { value } = (await answers.next()) as IteratorResult<Uint8Array>;
        const [frame] = parser.push(value).frames;
        if (frame) return JSON.parse(Buffer.from(frame.body).toString()) as Record<string, unknown>;
      }
    };
    await ask(messageTypes.NegotiateProtocol, { ...vm, MinimumVersion: 4, MaximumVersion: 4 });
    const { ProcessId } = await ask(messageTypes.ExecuteProcess, executeTrue);
    for (const listener of stdio) (await listener.accept()).resume().end();
    await ask(messageTypes.WaitForProcess, { ...vm, ProcessId, TimeoutInMs: 0xffff_ffff });
  } finally {
    await server[Symbol.asyncDispose]();
    await host[Symbol.asyncDispose]();
    await guest[Symbol.asyncDispose]();
  }
};
