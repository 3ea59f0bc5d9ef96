// Who may import whom. Allow-lists per kind of file, anchored; type imports count; each rule says why. Tests may import anything but apps.
'use strict';

const npm = (...names) => names.map((name) => `^node_modules/${name}/`);
const lib = (...names) => names.map((name) => `^libs/${name}/`);
const tests = '(\\.spec|\\.fixture)\\.ts$';

/** Files `from` import nothing but `to` (paths) and, when `core` is given, Node's own modules. */
const only = (name, comment, from, to, { core = true } = {}) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: tests },
  to: { pathNot: to, ...(core ? { dependencyTypesNot: ['core'] } : {}) },
});

/** `decider.ts` or `<category>.decider.ts`, of any mechanism or of the one the rule matched. */
const mechanism = (file, folder = '[^/]+') => [
  `^libs/mechanisms/${folder}/${file}\\.ts$`,
  `^libs/mechanisms/${folder}/[a-z-]+\\.${file}\\.ts$`,
];
const frameworks = ['@nestjs', 'typeorm', 'pg', 'fastify', '@fastify', '@eventstore', '@grpc', 'rxjs', 'exceljs'];

/** The files of a mechanism import their own folder (at `own`), their neighbours at contract.ts alone, and the libs named. */
const mechanismFile = (file, comment, libs, own) => ({
  name: `mechanism-${file}`,
  comment,
  severity: 'error',
  from: { path: mechanism(file, '([^/]+)') },
  to: {
    pathNot: [...lib(...libs), ...own.flatMap((one) => mechanism(one, '$1')), ...mechanism('contract'), '^libs/mechanisms/mechanism\\.ts$'],
  },
});

module.exports = {
  forbidden: [
    only(
      'kernel-imports-nothing',
      'Every other file stands on the kernel; it must be readable and testable with nothing else.',
      '^libs/kernel/',
      lib('kernel'),
      { core: false },
    ),
    only(
      'contracts',
      'A declaration is shared by screens, imports and other systems: no engine and no framework behind it.',
      '^libs/contracts/',
      [...lib('kernel', 'contracts'), ...npm('class-validator', 'reflect-metadata')],
      { core: false },
    ),
    only(
      'policy',
      'Policy is numbers with a clause and a day: data and pure functions.',
      '^libs/policy/',
      lib('kernel', 'contracts', 'policy'),
      { core: false },
    ),
    only('ledger', 'The only door to the event store client; knows nothing of rows, HTTP or mechanisms.', '^libs/ledger/', [
      ...lib('kernel', 'contracts', 'ledger'),
      ...npm('@eventstore/db-client', '@grpc/grpc-js', 'lru-cache', 'pg', 'typeorm', 'reflect-metadata'),
    ]),
    only('readside', 'Rows are derived from facts alone: no HTTP, no decision, no mechanism.', '^libs/readside/', [
      ...lib('kernel', 'contracts', 'ledger', 'readside'),
      ...npm('pg', 'pg-copy-streams', 'pg-types', 'typeorm', 'pinyin-pro', 'reflect-metadata'),
    ]),
    only('gateway', 'Takes submissions in and gives answers out for whatever list of mechanisms it is handed.', '^libs/gateway/', [
      ...lib('kernel', 'contracts', 'ledger', 'readside', 'gateway', 'policy'),
      ...npm(
        '@nestjs/common',
        '@nestjs/core',
        '@nestjs/cqrs',
        '@nestjs/platform-fastify',
        '@nestjs/swagger',
        '@fastify/helmet',
        '@fastify/multipart',
        '@fastify/static',
        'fastify',
        'rxjs',
        'reflect-metadata',
        'exceljs',
        'yauzl',
        'lru-cache',
        'pg',
      ),
    ]),
    only('access', 'Who is asking. Speaks to the gateway by its ports; never a fact, never a mechanism.', '^libs/access/', [
      ...lib('kernel', 'contracts', 'gateway', 'access'),
      ...npm('typeorm', 'pg', 'jose', '@node-rs/argon2', 'lru-cache', 'reflect-metadata'),
    ]),
    only('embedded', 'The engines of one machine: nothing in them knows the ledger, nothing in the ledger knows them.', '^libs/embedded/', [
      ...lib('embedded'),
      ...npm(
        'pg',
        'pg-types',
        '@grpc/grpc-js',
        '@peculiar/x509',
        'reflect-metadata',
        '@eventstore/db-client',
        'google-protobuf',
        'lru-cache',
        '@node-rs/argon2',
      ),
    ]),
    only('testing', 'What tests stand on; may know every lib, never an app.', '^libs/testing/', [
      ...lib('[a-z]+'),
      ...npm('pg', 'typeorm', 'fast-check', '@grpc/grpc-js', '@eventstore/db-client'),
    ]),
    {
      name: 'embedded-is-for-the-one-machine',
      comment: 'Nothing may know which kind of engine it talks to: only the supervisor, its tools and test harnesses start embedded ones.',
      severity: 'error',
      from: { pathNot: [tests, '^libs/(embedded|testing)/', '^apps/(standalone|ledgerctl)/', '^test/'] },
      to: { path: '^libs/embedded/' },
    },
    {
      name: 'store-client-behind-the-ledger',
      comment: 'A later move to another client is one folder.',
      severity: 'error',
      from: { pathNot: [tests, '^libs/(ledger|embedded|testing)/', '^test/'] },
      to: { path: npm('@eventstore/db-client', '@kurrent/kurrentdb-client') },
    },
    {
      name: 'machinery-knows-no-mechanism',
      comment: 'Apps hand the list over; deleting a mechanism is its folder and one line.',
      severity: 'error',
      from: { path: '^libs/(?!mechanisms/|testing/)', pathNot: tests },
      to: { path: '^libs/mechanisms/' },
    },
    {
      name: 'core-reaches-no-framework',
      comment: 'Decisions must be runnable in a browser, a test or a proof, with no server behind them: not even by a detour.',
      severity: 'error',
      from: {
        path: ['^libs/(kernel|contracts|policy)/', ...mechanism('contract'), ...mechanism('decider'), ...mechanism('rules')],
        pathNot: tests,
      },
      to: { path: npm(...frameworks), reachable: true },
    },
    mechanismFile(
      'contract',
      'What may be asked is declared without knowing how it is decided or shown.',
      ['kernel', 'contracts', 'policy'],
      ['contract', 'rules'],
    ),
    mechanismFile(
      'decider',
      'Whether it may happen depends on contracts and pure rules alone.',
      ['kernel', 'contracts', 'policy'],
      ['contract', 'decider', 'rules'],
    ),
    mechanismFile('rules', 'Arithmetic of the policy: pure.', ['kernel', 'contracts', 'policy'], ['contract', 'rules']),
    {
      name: 'mechanism-left-never-imports-right',
      comment:
        'Data flows one way: rows and questions are derived from facts, so they import contracts and rules, never a decision of a neighbour.',
      severity: 'error',
      from: { path: '^libs/mechanisms/([^/]+)/[^/]+\\.ts$', pathNot: [tests, '/(index|genesis)\\.ts$'] },
      to: {
        path: ['^libs/(access|embedded|testing)/', '^libs/mechanisms/[^/]+/'],
        pathNot: ['^libs/mechanisms/$1/', ...mechanism('contract'), ...mechanism('rules'), ...mechanism('lines'), ...mechanism('sources')],
      },
    },
    {
      name: 'apps-are-ends',
      comment:
        'An app is a process: nothing imports it, and apps meet only in the files beside them (environment, supervised) and in wiring.',
      severity: 'error',
      from: { path: '^(libs|test)/', pathNot: ['^test/(e2e|faults|bench|integration|architecture)/', tests] },
      to: { path: '^apps/' },
    },
    {
      name: 'apps-do-not-mix',
      comment: 'Each app can be deployed alone; what all of them are built from is wiring.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: tests },
      to: { path: '^apps/(?!$1/|wiring/)[^/]+/' },
    },
    {
      name: 'tests-stay-outside',
      comment: 'What runs in production does not depend on what tests need.',
      severity: 'error',
      from: { pathNot: [tests, '^test/', '^libs/testing/'] },
      to: { path: ['^libs/testing/', '^test/', tests] },
    },
    {
      name: 'no-development-package-in-production',
      comment: 'npm ci --omit=dev must leave everything that runs.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: [tests, '^libs/testing/'] },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-circles',
      comment: 'Files that need each other are one file, or three.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere fails at run time.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|apps/web)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['node', 'import', 'require', 'default', 'types'],
      mainFields: ['main', 'types'],
    },
  },
};
