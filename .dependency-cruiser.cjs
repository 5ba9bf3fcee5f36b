/** Directions of imports: see docs/architecture.md. */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'model-imports-nothing-of-ours',
      severity: 'error',
      from: { path: '^lib/model/', pathNot: '\\.test\\.ts$' },
      to: {
        path: '^(app|components|lib|collectors|training|server|cli|packages)/',
        pathNot: '^lib/model/',
      },
    },
    {
      name: 'lib-is-below-everything',
      severity: 'error',
      from: { path: '^lib/' },
      to: {
        path: '^(app|components|collectors|training|server|cli|packages)/|node_modules/(react|react-dom|next)/',
      },
    },
    {
      name: 'packages-stand-alone',
      severity: 'error',
      from: { path: '^packages/([^/]+)/' },
      to: {
        path: '^(app|components|lib|collectors|training|server|cli|scripts|tests|packages)/',
        pathNot: '^packages/$1/',
      },
    },
    {
      name: 'packages-are-for-collectors',
      severity: 'error',
      from: { path: '^training/' },
      to: { path: '^packages/' },
    },
    {
      name: 'components-see-words-formats-and-wire',
      severity: 'error',
      from: { path: '^components/' },
      to: {
        path: '^(app|lib|collectors|training|server|cli|packages)/',
        pathNot: '^lib/(model|format|wire|metrics)/',
      },
    },
    {
      name: 'collectors-and-training-see-words-and-wire',
      severity: 'error',
      from: { path: '^(collectors|training)/' },
      to: {
        path: '^(app|components|lib|server|cli)/',
        pathNot: '^lib/(model|metrics|wire|config)/',
      },
    },
    {
      name: 'simulation-is-a-model',
      severity: 'error',
      from: { path: '^simulation/' },
      to: {
        path: '^(app|components|lib|collectors|training|server|cli|packages|node:)',
        pathNot: '^lib/(model|metrics|wire|config)/',
      },
    },
    {
      name: 'only-the-command-simulates',
      severity: 'error',
      from: { path: '^(app|components|lib|collectors|training|server|packages)/' },
      to: { path: '^simulation/' },
    },
    {
      name: 'collectors-do-not-import-each-other',
      severity: 'error',
      from: { path: '^collectors/([^/]+)/', pathNot: '^collectors/agent/' },
      to: { path: '^collectors/[^/]+/', pathNot: '^collectors/$1/' },
    },
    {
      name: 'training-and-collectors-are-strangers',
      severity: 'error',
      from: { path: '^training/' },
      to: { path: '^collectors/' },
    },
    {
      name: 'collectors-do-not-see-training',
      severity: 'error',
      from: { path: '^collectors/' },
      to: { path: '^training/' },
    },
    {
      name: 'app-does-not-see-processes',
      severity: 'error',
      from: { path: '^app/' },
      to: { path: '^(collectors|training|server|cli|packages)/' },
    },
    {
      name: 'alerting-core-is-pure',
      severity: 'error',
      from: { path: '^lib/alerting/(rule|evaluate|alert-state|group|fingerprint)\\.ts$' },
      to: { path: '^(lib/(db|store|live|config|auth)/|node:|fs|net|http)' },
    },
    {
      name: 'charts-own-uplot',
      severity: 'error',
      from: { pathNot: '^components/charts/' },
      to: { path: 'node_modules/(uplot|recharts)/' },
    },
    {
      name: 'tremor-behind-our-names',
      severity: 'error',
      from: { pathNot: '^components/ui/' },
      to: { path: 'node_modules/@tremor/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: {
      path: '(^|/)(\\.next|data|lib/db/generated|testdata)(/|$)|^packages/[^/]+/(dist|example)/',
    },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'],
    },
  },
};
