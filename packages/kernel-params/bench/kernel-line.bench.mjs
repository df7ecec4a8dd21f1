// Editing a kernel line against the least that any way of doing it costs: splitting the text at blanks and joining it.
import { appendParams, parseKernelLine, printKernelLine, removeParams } from '@uvmkit/kernel-params';
import { Bench } from 'tinybench';

const AT_MOST = 25;
const line =
  '8250_core.nr_uarts=0 panic=-1 quiet pci=off nr_cpus=2 brd.rd_nr=0 pmtmr=0 -- -e 1 /bin/vsockexec -e 109 /bin/gcs';

const bench = new Bench({ time: 500 });
bench
  .add('split and join', () => line.split(' ').join(' '))
  .add('parse, edit, print', () =>
    printKernelLine(
      appendParams(removeParams(parseKernelLine(line), 'pci=off', '8250_core.nr_uarts=0'), 'console=hvc0'),
    ),
  );
await bench.run();

const [plain, edited] = bench.tasks.map((task) => task.result.throughput.mean);
const ratio = plain / edited;
console.log(
  `editing a line: ${Math.round(edited)} lines/s, ${ratio.toFixed(1)} × the cost of splitting (at most ${AT_MOST})`,
);
process.exitCode = ratio > AT_MOST ? 1 : 0;
