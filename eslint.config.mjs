import vue from 'eslint-plugin-vue';
import tseslint from 'typescript-eslint';

/** What may not stand in code whose result must depend on its arguments alone: deciders, the kernel, the rules. */
const impure = {
  'no-restricted-globals': [
    'error',
    ...['process', 'fetch', 'setTimeout', 'setInterval', 'setImmediate', 'performance', 'crypto', 'console', 'Buffer'].map((name) => ({
      name,
      message: 'Deciders and the kernel are pure: what they need comes in as an argument.',
    })),
  ],
  'no-restricted-properties': ['error', { object: 'Math', property: 'random', message: 'Chance comes in as an argument, or not at all.' }],
  'no-restricted-syntax': [
    'error',
    { selector: ':function[async=true]', message: 'Deciders and the kernel are synchronous.' },
    {
      selector: 'NewExpression[callee.name="Date"][arguments.length=0], CallExpression[callee.name="Date"]',
      message: 'Now comes in as an argument.',
    },
    { selector: 'MemberExpression[object.name="Date"][property.name="now"]', message: 'Now comes in as an argument.' },
    { selector: 'AwaitExpression', message: 'Deciders and the kernel are synchronous.' },
    { selector: 'ExportDefaultDeclaration', message: 'A name is found by searching for it: no default exports.' },
  ],
};

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', '**/*.cjs', '**/*.mjs', '**/*.js', '.ledger/**'] },
  {
    files: ['{apps,libs,test}/**/*.ts'],
    ignores: ['apps/web/**'],
    extends: [...tseslint.configs.strict],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false, attributes: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/only-throw-error': ['error', { allowThrowingUnknown: true, allowThrowingAny: true, allowRethrowing: true }],
      // Classes without members are declarations here: an action without a payload, a module of Nest.
      '@typescript-eslint/no-extraneous-class': 'off',
      // Rows and folded states are plain objects keyed by what was recorded.
      '@typescript-eslint/no-dynamic-delete': 'off',
      // `void` as a type argument says "nothing comes back", also in unions with a value.
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'A name is found by searching for it: no default exports.' },
      ],
      eqeqeq: 'error',
      'no-console': 'error',
      'prefer-const': 'error',
    },
  },
  {
    // Decorators' parameter types are values at run time (Nest's injection, class-validator): such imports must not become type imports.
    files: ['apps/**/*.ts', 'libs/{gateway,access,readside}/**/*.ts'],
    rules: { '@typescript-eslint/consistent-type-imports': 'off' },
  },
  {
    files: ['libs/kernel/**/*.ts', 'libs/mechanisms/**/{decider,rules}.ts', 'libs/mechanisms/**/*.{decider,rules}.ts'],
    ignores: ['**/*.spec.ts'],
    rules: impure,
  },
  {
    // The screens: types are vue-tsc's to check; what a template may hold is the plugin's.
    files: ['apps/web/src/**/*.{ts,vue}'],
    extends: [...tseslint.configs.recommended, ...vue.configs['flat/essential']],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      'vue/multi-word-component-names': ['error', { ignores: ['App'] }],
      'vue/no-v-html': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'prefer-const': 'error',
    },
  },
  { files: ['**/*.spec.ts', 'test/**/*.ts', 'libs/testing/**/*.ts'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
  { files: ['apps/ledgerctl/**/*.ts', 'test/bench/**/*.ts'], rules: { 'no-console': 'off' } },
);
