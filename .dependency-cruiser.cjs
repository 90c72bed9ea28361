// The walls of the house (DESIGN.md, "The house"). A layer may import itself and what is listed for it; nothing else.
const MAY_IMPORT = {
  units: [],
  sim: ['units'],
  protocols: ['units'],
  theory: ['units', 'sim/metric'],
  economy: ['units', 'sim', 'protocols', 'theory'],
  scenario: ['units', 'sim', 'protocols', 'theory', 'economy'],
  experiment: ['units', 'sim', 'theory', 'scenario'],
  report: [
    'units',
    'sim/metric',
    'theory',
    'experiment/result',
    'experiment/comparison-result',
    'experiment/claims-result',
  ],
  lecture: ['units', 'sim', 'protocols', 'theory', 'economy', 'scenario', 'experiment', 'report'],
  cli: ['units', 'sim', 'protocols', 'theory', 'economy', 'scenario', 'experiment', 'report', 'lecture'],
  browser: ['units', 'sim', 'protocols', 'theory', 'economy', 'scenario', 'experiment', 'report', 'lecture'],
};

/** Packages of npm that a part of the house may use. */
const PACKAGES = {
  '^src/sim/': ['seedrandom', '@stdlib/[^/]+', '@types/seedrandom'],
  '^src/theory/': ['@stdlib/[^/]+'],
  '^src/protocols/primitives/': ['@noble/[^/]+', 'libsodium-wrappers-sumo'],
  '^src/protocols/(?!primitives/)': [],
  '^src/economy/': [],
  '^src/scenario/': ['yaml', 'zod', '@stdlib/[^/]+'],
  '^src/experiment/(digest|result-schema|claims-result)\\.ts$': ['@noble/[^/]+', 'zod'],
  '^src/experiment/executors/': ['piscina'],
  '^src/experiment/(?!digest|result-schema|claims-result|executors/)': [],
  '^src/report/': ['vega', 'vega-lite', 'vega-typings', 'yaml', '@noble/[^/]+', '@stdlib/[^/]+'],
  '^src/lecture/': ['@stdlib/[^/]+'],
  '^src/cli/': ['commander', 'picocolors'],
  '^src/browser/': ['d3', '@types/d3[^/]*'],
};

/** The only places that may see the machine: its clock, its files, its environment. */
const NODE = '^src/((cli|experiment/(executors|store))/|protocols/primitives/ed25519-node\\.ts$)';

const path = (layer) => (layer === 'units' || layer.includes('/') ? `^src/${layer}\\.ts$` : `^src/${layer}/`);

const layers = Object.entries(MAY_IMPORT).map(([layer, allowed]) => ({
  name: `layer-${layer}`,
  severity: 'error',
  comment: `src/${layer} may import itself, ${allowed.join(', ') || 'nothing'}`,
  from: { path: path(layer) },
  to: { path: '^src/', pathNot: [path(layer), ...allowed.map(path)] },
}));

const packages = Object.entries(PACKAGES).map(([from, allowed]) => ({
  name: `packages-of-${from
    .replace(/[^a-z-]+/g, ' ')
    .trim()
    .replaceAll(' ', '-')}`,
  severity: 'error',
  comment: `only ${allowed.join(', ') || 'no package'}`,
  from: { path: from },
  to: { path: 'node_modules/', pathNot: allowed.map((name) => `node_modules/${name}/`) },
}));

module.exports = {
  forbidden: [
    ...layers,
    ...packages,
    { name: 'no-cycles', severity: 'error', comment: 'type imports count', from: {}, to: { circular: true } },
    {
      name: 'node-only-at-the-edge',
      severity: 'error',
      from: { path: '^src/', pathNot: NODE },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'protocols-do-not-know-each-other',
      severity: 'error',
      from: { path: '^src/protocols/([^/]+)/' },
      to: { path: '^src/protocols/', pathNot: ['^src/protocols/$1/', '^src/protocols/primitives/'] },
    },
    {
      name: 'schemes-do-not-know-each-other',
      severity: 'error',
      from: { path: '^src/economy/schemes/([^/]+)/' },
      to: { path: '^src/economy/schemes/', pathNot: '^src/economy/schemes/$1/' },
    },
    {
      name: 'only-the-scenario-names-schemes',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(scenario|economy/schemes)/' },
      to: { path: '^src/economy/schemes/' },
    },
    {
      name: 'adversaries-do-not-know-each-other',
      severity: 'error',
      from: { path: '^src/economy/adversaries/' },
      to: { path: '^src/economy/adversaries/' },
    },
    {
      name: 'cli-and-browser-apart',
      severity: 'error',
      from: { path: '^src/(cli|browser)/' },
      to: { path: '^src/(cli|browser)/', pathNot: '^src/$1/' },
    },
    { name: 'no-source-imports-a-test', severity: 'error', from: { path: '^src/' }, to: { path: '^(test|bench)/' } },
    { name: 'unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: ['node_modules', '^dist/'] },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
    },
  },
};
