import lit from 'eslint-plugin-lit';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** TypeScript that only TypeScript understands: types must be erasable, so these stay out. */
const notErasable = [
  { selector: 'TSEnumDeclaration', message: 'Use a union of string literals, not an enum.' },
  {
    selector: 'TSExportAssignment, TSImportEqualsDeclaration',
    message: 'Use ES modules: import and export.',
  },
];

export default defineConfig(
  globalIgnores([
    'dist/',
    '.engine*/',
    'coverage/',
    'public/',
    // Learners' answers are wrong on purpose, and import modules that only the sandbox has.
    'lessons/*/starter/',
    'lessons/*/right/',
    'lessons/*/wrong/',
    // What goes to other repositories stands beside modules and packages that only those have.
    'lessons/*/export/',
    // A lesson's driver is a module among them.
    'lessons/*/driver.ts',
    // Node's modules as Node declares them, with its `any` and `export =`; tsc reads them.
    'src/ui/node/declarations/',
  ]),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      'max-lines': ['error', 400],
      eqeqeq: 'error',
      'no-restricted-syntax': ['error', ...notErasable],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-namespace': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        // A default that takes the `never` is how a switch is closed here; it must not hide a case.
        { considerDefaultExhaustiveForUnions: false, requireDefaultForNonUnion: true },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      // Numbers and booleans print as one expects; objects, null and undefined do not.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true, allowNever: true },
      ],
      // `() => port.close()` reads well, and its void is ignored by whoever calls it.
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // `[...text]` is how the characters of a text are walked, surrogates and all.
      '@typescript-eslint/no-misused-spread': [
        'error',
        { allow: [{ from: 'lib', name: 'string' }] },
      ],
      // An interface may be asynchronous where one of its implementations has nothing to await.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['src/ui/**/*.ts', 'src/embed/**/*.ts'],
    extends: [lit.configs['flat/recommended']],
  },
  {
    files: ['**/*.js'],
    rules: { 'max-lines': ['error', 400] },
  },
);
