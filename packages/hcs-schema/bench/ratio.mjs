// Runs tasks side by side and prints how many times the slower one takes.
import { Bench } from 'tinybench';

/** Times both tasks in turns and prints one line; a missed target makes the process fail. */
export const ratio = async (label, [name, task], [otherName, other], { atMost, atLeast }) => {
  const bench = new Bench({ time: 600, warmupTime: 200 });
  bench.add(name, task).add(otherName, other);
  await bench.run();
  const [one, two] = bench.tasks.map(({ result }) => result.latency.p50);
  const figure = atMost === undefined ? two / one : one / two;
  const isMet = atMost === undefined ? figure >= atLeast : figure <= atMost;
  const target = atMost === undefined ? `at least ${atLeast}` : `at most ${atMost}`;
  const relation = atMost === undefined ? 'times as fast as' : 'times the time of';
  console.log(
    `${label}: ${name} is ${figure.toFixed(2)} ${relation} ${otherName} (${target})${isMet ? '' : '  MISSED'}` +
      `  [${perSecond(one)} and ${perSecond(two)}]`,
  );
  if (!isMet) process.exitCode = 1;
};

const perSecond = (milliseconds) => `${Math.round(1000 / milliseconds).toLocaleString('en')}/s`;
