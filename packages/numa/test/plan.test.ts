import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import {
  hostTopologyFromHcs,
  hostTopologyFromSysfs,
  numaSvg,
  numaTable,
  planNuma,
  planToHcs,
  planToPins,
  planToQemu,
  type HostTopology,
  type NumaPlan,
  type NumaWish,
} from '../src/index.js';

/** A host of equal nodes; each pair of neighbours shares a socket. */
const hostOf = (nodes: number, cpus: number, memoryMib: number): HostTopology => ({
  nodes: Array.from({ length: nodes }, (_, id) => ({
    id,
    cpus: Array.from({ length: cpus }, (__, i) => id * cpus + i),
    memoryMib,
    distances: Array.from({ length: nodes }, (__, other) =>
      other === id ? 10 : other >> 1 === id >> 1 ? 12 : 21,
    ),
  })),
});

const planOf = (host: HostTopology, wish: NumaWish): NumaPlan => {
  const { plan } = planNuma(host, wish);
  if (!plan) throw new Error('impossible');
  return plan;
};

const whyNot = (host: HostTopology, wish: NumaWish): string[] => {
  const result = planNuma(host, wish);
  return result.plan ? [] : result.impossible.map(({ code }) => code);
};

const codesOf = ({ reasons }: NumaPlan): string[] => reasons.map(({ code }) => code);

describe('one node', () => {
  test('takes a VM that fits, and says so', () => {
    const plan = planOf(hostOf(4, 8, 8192), { cpus: 8, memoryMib: 8192 });
    expect(plan.nodes).toEqual([
      { hostNode: 0, firstVcpu: 0, hostCpus: [0, 1, 2, 3, 4, 5, 6, 7], memoryMib: 8192 },
    ]);
    expect(codesOf(plan)).toEqual(['ONE_NODE']);
  });

  test('is the one closest to the devices', () => {
    expect(planOf(hostOf(4, 8, 8192), { cpus: 2, memoryMib: 1024, near: [3] }).nodes[0]?.hostNode).toBe(3);
    const { nodes } = hostOf(4, 8, 8192);
    const busy = { nodes: nodes.map((node) => (node.id === 3 ? { ...node, cpus: [31] } : node)) };
    expect(planOf(busy, { cpus: 2, memoryMib: 1024, near: [3] }).nodes[0]?.hostNode).toBe(2);
  });

  test('is the one with the least to spare', () => {
    const { nodes } = hostOf(2, 8, 8192);
    const host = { nodes: nodes.map((node) => (node.id === 1 ? { ...node, cpus: [8, 9] } : node)) };
    expect(planOf(host, { cpus: 2, memoryMib: 1024 }).nodes[0]?.hostNode).toBe(1);
  });

  test('is not taken if several are asked for', () => {
    const plan = planOf(hostOf(4, 8, 8192), { cpus: 4, memoryMib: 1024, oneNode: 'avoid' });
    expect(plan.nodes.map(({ hostNode }) => hostNode)).toEqual([0, 1]);
    expect(codesOf(plan)).toEqual(['SPREAD', 'CPUS', 'MEMORY']);
  });
});

describe('several nodes', () => {
  test('are as few and as close as can be', () => {
    const plan = planOf(hostOf(4, 8, 8192), { cpus: 12, memoryMib: 4096, near: [2] });
    expect(plan.nodes.map(({ hostNode }) => hostNode)).toEqual([2, 3]);
    expect(plan.distances).toEqual([
      [10, 12],
      [12, 10],
    ]);
    expect(codesOf(plan)).toEqual(['TOO_LARGE_FOR_ONE', 'DEVICES', 'CPUS', 'MEMORY']);
  });

  test('share memory with the vCPUs, as far as they have it', () => {
    const { nodes } = hostOf(2, 8, 8192);
    const host = { nodes: nodes.map((node) => (node.id === 0 ? { ...node, memoryMib: 1025 } : node)) };
    expect(planOf(host, { cpus: 16, memoryMib: 8000 }).nodes.map(({ memoryMib }) => memoryMib)).toEqual([
      1024, 6976,
    ]);
  });

  test('never get more vCPUs than they have CPUs', () => {
    const sizes = [1, 1, 12, 10, 8];
    let next = 0;
    const nodes = sizes.map((size, id) => ({
      id,
      cpus: Array.from({ length: size }, () => next++),
      memoryMib: 100,
      distances: sizes.map(() => 10),
    }));
    expect(
      planOf({ nodes }, { cpus: 31, memoryMib: 500 }).nodes.map(({ hostCpus }) => hostCpus.length),
    ).toEqual([1, 1, 11, 10, 8]);
  });

  test('may be needed for memory alone', () => {
    const plan = planOf(hostOf(2, 8, 1024), { cpus: 1, memoryMib: 2048 });
    expect(plan.nodes.map(({ hostCpus }) => hostCpus.length).sort()).toEqual([0, 1]);
    expect(planToQemu(plan).join(' ')).toContain('node,nodeid=1,memdev=numa-mem1 ');
  });

  test('leave out what has no CPUs or no memory', () => {
    const { nodes } = hostOf(3, 4, 1024);
    const host = {
      nodes: nodes.map((node) => ({ ...node, ...[{ cpus: [] }, { memoryMib: 1 }, {}][node.id] })),
    };
    const plan = planOf(host, { cpus: 4, memoryMib: 1024 });
    expect(plan.nodes.map(({ hostNode }) => hostNode)).toEqual([2]);
    expect(plan.reasons.map(({ says }) => says).slice(0, 2)).toEqual([
      'Node 0 has no CPUs.',
      'Node 1 has no memory.',
    ]);
  });
});

describe('what cannot be', () => {
  const host = hostOf(2, 4, 1024);

  test('is told with every reason', () => {
    expect(whyNot(host, { cpus: 9, memoryMib: 2050, near: [7, 8], oneNode: 'require' })).toEqual([
      'UNKNOWN_NODE',
      'UNKNOWN_NODE',
      'CPUS_OF_HOST',
      'MEMORY_OF_HOST',
      'TOO_LARGE_FOR_ONE',
    ]);
  });

  test.each([
    [{ cpus: 0, memoryMib: 0 }, ['WISH', 'WISH']],
    [{ cpus: 1.5, memoryMib: 2 }, ['WISH']],
    [{ cpus: 1, memoryMib: 3 }, ['ALIGNMENT']],
    [{ cpus: 1, memoryMib: 3, alignmentMib: 1 }, []],
    [{ cpus: 8, memoryMib: 2 }, ['MEMORY_OF_NODES']],
    [{ cpus: 8, memoryMib: 4 }, []],
    [{ cpus: 8, memoryMib: 2048 }, []],
    [{ cpus: 9, memoryMib: 2048 }, ['CPUS_OF_HOST']],
    [{ cpus: 8, memoryMib: 2050 }, ['MEMORY_OF_HOST']],
  ])('%j: %j', (wish, codes) => expect(whyNot(host, wish)).toEqual(codes));

  test('an empty host has nothing', () => {
    expect(whyNot({ nodes: [] }, { cpus: 1, memoryMib: 2, oneNode: 'require' })).toEqual([
      'CPUS_OF_HOST',
      'MEMORY_OF_HOST',
      'TOO_LARGE_FOR_ONE',
    ]);
  });
});

describe('laws', () => {
  const anyHost = fc
    .array(fc.record({ cpus: fc.nat(12), memoryMib: fc.nat(4096), far: fc.integer({ min: 10, max: 40 }) }), {
      minLength: 1,
      maxLength: 6,
    })
    .map((nodes): HostTopology => {
      let next = 0;
      return {
        nodes: nodes.map(({ cpus, memoryMib, far }, i) => ({
          id: 2 * i,
          cpus: Array.from({ length: cpus }, () => next++),
          memoryMib,
          distances: nodes.map((other, j) => (i === j ? 10 : Math.max(far, other.far))),
        })),
      };
    });
  const anyWish = fc.record({
    cpus: fc.integer({ min: 1, max: 40 }),
    memoryMib: fc.integer({ min: 1, max: 6000 }).map((n) => 2 * n),
    near: fc.array(
      fc.nat(5).map((n) => 2 * n),
      { maxLength: 2 },
    ),
    oneNode: fc.constantFrom('prefer' as const, 'require' as const, 'avoid' as const),
  });

  test('parts add up to the wish, and no node gives more than it has', () => {
    fc.assert(
      fc.property(anyHost, anyWish, (host, wish) => {
        const result = planNuma(host, wish);
        if (!result.plan) {
          expect(result.impossible.length).toBeGreaterThan(0);
          return;
        }
        const { nodes } = result.plan;
        const pins = planToPins(result.plan);
        expect(pins).toHaveLength(wish.cpus);
        expect(new Set(pins).size).toBe(wish.cpus);
        expect(nodes.reduce((sum, { memoryMib }) => sum + memoryMib, 0)).toBe(wish.memoryMib);
        for (const { hostNode, hostCpus, memoryMib, firstVcpu } of nodes) {
          const node = host.nodes.find(({ id }) => id === hostNode);
          expect(memoryMib).toBeGreaterThan(0);
          expect(memoryMib % 2).toBe(0);
          expect(memoryMib).toBeLessThanOrEqual(node?.memoryMib ?? 0);
          expect(node?.cpus).toEqual(expect.arrayContaining([...hostCpus]));
          expect(pins.slice(firstVcpu, firstVcpu + hostCpus.length)).toEqual(hostCpus);
        }
        if (wish.oneNode === 'require') expect(nodes).toHaveLength(1);
        expect(planToHcs(result.plan, { osBuild: 26100 }).problems).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  test('what fits a host fits a larger one', () => {
    fc.assert(
      fc.property(anyHost, anyWish, (host, wish) => {
        if (wish.oneNode === 'avoid' || !planNuma(host, wish).plan) return;
        const larger = {
          nodes: host.nodes.map((node, i) => ({
            ...node,
            cpus: [...node.cpus, 1000 + i],
            memoryMib: node.memoryMib + 64,
          })),
        };
        expect(planNuma(larger, wish).plan).toBeDefined();
      }),
      { numRuns: 1000 },
    );
  });
});

describe('renderings of one plan', () => {
  const plan = planOf(hostOf(2, 4, 1024), { cpus: 6, memoryMib: 1500 });

  test('HCS settings', () => {
    const { numa, problems } = planToHcs(plan, { osBuild: 26100 });
    expect(problems).toEqual([]);
    expect(numa).toEqual({
      VirtualNodeCount: 2,
      Settings: [
        {
          VirtualNodeNumber: 0,
          PhysicalNodeNumber: 0,
          VirtualSocketNumber: 0,
          CountOfProcessors: 3,
          CountOfMemoryBlocks: 750,
          MemoryBackingType: 'Physical',
        },
        {
          VirtualNodeNumber: 1,
          PhysicalNodeNumber: 1,
          VirtualSocketNumber: 1,
          CountOfProcessors: 3,
          CountOfMemoryBlocks: 750,
          MemoryBackingType: 'Physical',
        },
      ],
    });
    expect(planToHcs(plan, { osBuild: 20348 }).problems[0]?.code).toBe('UVM_NUMA_UNSUPPORTED_BUILD');
  });

  test('QEMU arguments', () => {
    expect(planToQemu(plan)).toEqual([
      ...['-m', '1500M'],
      ...['-object', 'memory-backend-ram,id=numa-mem0,size=750M,host-nodes=0,policy=bind'],
      ...['-numa', 'node,nodeid=0,memdev=numa-mem0,cpus=0-2'],
      ...['-object', 'memory-backend-ram,id=numa-mem1,size=750M,host-nodes=1,policy=bind'],
      ...['-numa', 'node,nodeid=1,memdev=numa-mem1,cpus=3-5'],
      ...['-numa', 'dist,src=0,dst=1,val=12', '-numa', 'dist,src=1,dst=0,val=12'],
      ...['-smp', '6,cores=1,threads=1,sockets=6,maxcpus=6'],
    ]);
  });

  test('a table', () => {
    expect(numaTable(hostOf(2, 4, 1024), plan)).toBe(
      [
        'node  CPUs     memory MiB  guest  vCPUs  VM MiB  distances',
        '0     4 (0-3)  1024        0      0-2    750     10 12',
        '1     4 (4-7)  1024        1      3-5    750     12 10',
        '',
        '- No single node has enough CPUs and memory.',
        '- Nodes 0, 1 are the fewest that have enough together, and are close to one another.',
        '- vCPUs go to nodes 0, 1 in proportion to their CPUs: 3, 3.',
        '- Memory goes with the vCPUs, as far as the nodes have it: 750, 750 MiB.',
        '',
      ].join('\n'),
    );
    expect(numaTable(hostOf(1, 1, 8))).toBe(
      'node  CPUs   memory MiB  distances\n0     1 (0)  8           10\n',
    );
  });

  test('a picture', () => {
    const svg = numaSvg(hostOf(2, 4, 1024), plan);
    expect(svg).toMatch(/^<svg [^>]*aria-label="Host: 2 nodes, 8 CPUs. VM: 2 nodes, 6 vCPUs"/);
    expect(svg.match(/fill="#2f80ed"/g)).toHaveLength(1 + 6 + 2);
    expect(svg).toContain('guest node 1, vCPUs 3–5');
    expect(svg.match(/>12</g)).toHaveLength(2);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    for (const host of [hostOf(1, 0, 0), hostOf(1, 200, 0), hostOf(20, 1, 5)]) {
      expect(numaSvg(host)).not.toMatch(/NaN|undefined|Infinity/);
    }
  });
});

describe('the topology of a host', () => {
  const withTree = async (files: Record<string, string>, use: (root: string) => void): Promise<void> => {
    const root = await mkdtemp(join(tmpdir(), 'uvmkit-'));
    try {
      for (const [path, content] of Object.entries(files)) {
        await mkdir(dirname(join(root, path)), { recursive: true });
        await writeFile(join(root, path), content);
      }
      use(root);
    } finally {
      await rm(root, { recursive: true });
    }
  };
  const node = (id: number, cpus: string, kib: number, distance: string): Record<string, string> => ({
    [`sys/devices/system/node/node${id}/cpulist`]: `${cpus}\n`,
    [`sys/devices/system/node/node${id}/meminfo`]: `Node ${id} MemTotal:  ${kib} kB\n`,
    [`sys/devices/system/node/node${id}/distance`]: `${distance}\n`,
  });

  test('comes from a Linux tree, also where node numbers have gaps', async () => {
    const files = {
      'sys/devices/system/node/online': '0,2\n',
      ...node(0, '0-1,4', 2_097_152, '10 21'),
      ...node(2, '', 1_048_576, '31 10'),
    };
    await withTree(files, (root) => {
      expect(hostTopologyFromSysfs({ root })).toEqual({
        nodes: [
          { id: 0, cpus: [0, 1, 4], memoryMib: 2048, distances: [10, 21] },
          { id: 2, cpus: [], memoryMib: 1024, distances: [31, 10] },
        ],
      });
    });
  });

  test('is one node without NUMA', async () => {
    const files = {
      'sys/devices/system/cpu/online': '0-3\n',
      'proc/meminfo': 'MemTotal:    4096 kB\nMemFree: 1 kB\n',
    };
    await withTree(files, (root) => {
      expect(hostTopologyFromSysfs({ root })).toEqual({
        nodes: [{ id: 0, cpus: [0, 1, 2, 3], memoryMib: 4, distances: [10] }],
      });
    });
  });

  test('names the file that is missing', async () => {
    await withTree({ 'sys/devices/system/node/online': '0\n' }, (root) => {
      expect(() => hostTopologyFromSysfs({ root })).toThrow(
        expect.objectContaining({
          code: 'UVM_NUMA_HOST_FILE',
          data: { path: '/sys/devices/system/node/node0/cpulist' },
        }),
      );
    });
  });

  test('comes from an answer of HCS', () => {
    const LogicalProcessors = [
      {},
      { LpIndex: 1 },
      { LpIndex: 2, NodeNumber: 1 },
      { LpIndex: 3, NodeNumber: 1 },
    ];
    expect(
      hostTopologyFromHcs(
        { LogicalProcessors },
        new Map([
          [0, 1024],
          [2, 512],
        ]),
      ),
    ).toEqual({
      nodes: [
        { id: 0, cpus: [0, 1], memoryMib: 1024, distances: [10, 20, 20] },
        { id: 1, cpus: [2, 3], memoryMib: 0, distances: [20, 10, 20] },
        { id: 2, cpus: [], memoryMib: 512, distances: [20, 20, 10] },
      ],
    });
    expect(hostTopologyFromHcs({}, new Map())).toEqual({ nodes: [] });
  });
});
