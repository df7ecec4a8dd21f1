// Speed of planning on a large host. Exit status 1 if a target is missed.
import { performance } from 'node:perf_hooks';
import { planNuma } from '@uvmkit/numa';

const NODES = 64;
const ROUNDS = 9;

const hostOf = (cpusPerNode) => ({
  nodes: Array.from({ length: NODES }, (_, id) => ({
    id,
    cpus: Array.from({ length: cpusPerNode }, (__, i) => id * cpusPerNode + i),
    memoryMib: 1_048_576,
    distances: Array.from({ length: NODES }, (__, other) => 10 + Math.min(30, Math.abs(other - id))),
  })),
});

/** The best time for a VM that takes half of the host. */
const best = (cpusPerNode) => {
  const host = hostOf(cpusPerNode);
  const wish = { cpus: (NODES * cpusPerNode) / 2, memoryMib: (NODES * 1_048_576) / 2, near: [NODES - 1] };
  const spread = { ...wish, near: [] };
  let least = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    const { plan } = planNuma(host, spread);
    least = Math.min(least, performance.now() - start);
    if (plan.nodes.length !== NODES / 2) throw new Error(`${plan.nodes.length} nodes`);
    if (!planNuma(host, wish).plan) throw new Error('no plan near the device');
  }
  return least;
};

const report = (name, value, holds, target) => {
  console.log(`${name.padEnd(58)} ${value.padStart(10)}  ${holds ? 'holds' : 'MISSED'} (${target})`);
  if (!holds) process.exitCode = 1;
};

best(64);
const few = best(4096);
const many = best(16_384);
report('64 nodes of 4096 CPUs each', `${few.toFixed(1)} ms`, few < 50, '< 50 ms');
report('four times the CPUs cost', `${(many / few).toFixed(1)} x`, many / few < 6, '< 6 x: linear');
